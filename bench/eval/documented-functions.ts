import ts from 'typescript';
import type { LineRange } from './eval-set.js';

export interface DocumentedFunction extends LineRange {
  /** The lines of its doc comment, which has them to itself. */
  readonly docLines: LineRange;
  /** The first sentence of its doc comment, on one line. */
  readonly sentence: string;
}

export interface Documentation {
  /** Functions and methods with a body and a doc comment right above them, in order. */
  readonly functions: readonly DocumentedFunction[];
  /** The first sentence of every doc comment in the file, whatever it stands above. */
  readonly sentences: readonly string[];
}

/** Reads the doc comments of one TypeScript or JavaScript file. */
export function readDocumentation(path: string, text: string): Documentation {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines = text.split(/\r\n|\r|\n/);
  const functions: DocumentedFunction[] = [];
  const sentences = new Map<ts.JSDoc, string>();
  const visit = (node: ts.Node) => {
    const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    for (const doc of docs) sentences.set(doc, firstSentence(ts.getTextOfJSDocComment(doc.comment) ?? ''));
    const doc = docs.filter(({ parent }) => parent === node).at(-1);
    if (doc !== undefined && isFunctionWithBody(node)) {
      const docLines = linesOf(doc.pos, doc.end, file);
      const own = { ...linesOf(node.getStart(file), node.end, file), docLines, sentence: sentences.get(doc) ?? '' };
      if (isAlone(docLines, doc.getText(file), lines) && docLines.endLine < own.startLine) functions.push(own);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { functions, sentences: [...sentences.values()] };
}

function isFunctionWithBody(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body !== undefined;
  if (ts.isPropertyDeclaration(node)) return isFunctionValue(node.initializer);
  if (!ts.isVariableStatement(node)) return false;
  const [declaration, second] = node.declarationList.declarations;
  return second === undefined && isFunctionValue(declaration?.initializer);
}

function isFunctionValue(node: ts.Expression | undefined): boolean {
  return node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}

function linesOf(start: number, end: number, file: ts.SourceFile): LineRange {
  return {
    startLine: file.getLineAndCharacterOfPosition(start).line + 1,
    endLine: file.getLineAndCharacterOfPosition(end).line + 1,
  };
}

/** Whether nothing but the comment stands on its lines, so that taking them out takes out nothing else. */
function isAlone({ startLine, endLine }: LineRange, comment: string, lines: readonly string[]): boolean {
  const stands = lines
    .slice(startLine - 1, endLine)
    .join('\n')
    .trim();
  return stands === comment.replace(/\r\n?/g, '\n').trim();
}

/** Up to the first full stop, question or exclamation mark of the first paragraph, on one line. */
export function firstSentence(comment: string): string {
  const paragraph = comment.trim().split(/\n\s*\n/, 1)[0] ?? '';
  const line = paragraph.replace(/\s+/g, ' ');
  return /^.*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
}
