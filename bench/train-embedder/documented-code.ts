import ts from 'typescript';
import { firstSentence } from '../eval/documented-functions.js';

/** What a definition is said to do, and its code without what is said. */
export interface DocumentedCode {
  readonly sentence: string;
  readonly code: string;
}

/**
 * The documented functions and classes of a TypeScript or JavaScript file, in every form that gives one a name; those
 * that are only declared too, whose names and types tell as much.
 */
export function scriptDefinitions(path: string, text: string): DocumentedCode[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: DocumentedCode[] = [];
  const visit = (node: ts.Node) => {
    const doc = ts
      .getJSDocCommentsAndTags(node)
      .filter(ts.isJSDoc)
      .filter(({ parent }) => parent === node)
      .at(-1);
    if (doc !== undefined && isDefinition(node)) {
      const sentence = firstSentence(ts.getTextOfJSDocComment(doc.comment) ?? '');
      found.push({ sentence, code: node.getText(file).replace(/\/\*\*[\s\S]*?\*\//g, '') });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isDefinition(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) return true;
  if (ts.isClassDeclaration(node) || ts.isAccessor(node)) return true;
  if (ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) return isFunction(node.initializer);
  if (ts.isVariableStatement(node)) return isFunction(node.declarationList.declarations[0]?.initializer);
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return false;
  return isFunction(node.expression.right);
}

function isFunction(node: ts.Expression | undefined): boolean {
  return node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
}
