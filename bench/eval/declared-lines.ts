import ts from 'typescript';
import type { LineRange } from './eval-set.js';

/**
 * The lines of the first definition with that name in a TypeScript or JavaScript file: a function, class or variable
 * as `name`, a member of a class or of an object as `Owner.member`. Null when there is none.
 */
export function linesOfSymbol(path: string, text: string, symbol: string): LineRange | null {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = find(file, symbol.split('.'));
  if (found === null) return null;
  return {
    startLine: file.getLineAndCharacterOfPosition(found.getStart(file)).line + 1,
    endLine: file.getLineAndCharacterOfPosition(found.end).line + 1,
  };
}

/** The definition within `node`, at any depth, whose name is the last of `names`, inside one with the name before, … */
function find(node: ts.Node, names: readonly string[]): ts.Node | null {
  const [name, ...inner] = names;
  return (
    ts.forEachChild(node, (child) => {
      const within = definedName(child) === name ? (inner.length === 0 ? child : find(child, inner)) : null;
      return within ?? find(child, names) ?? undefined;
    }) ?? null
  );
}

/** Only what has a body or a value: a declared type is no definition. */
function definedName(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
    return node.body === undefined ? null : (node.name?.getText() ?? null);
  }
  if (ts.isClassDeclaration(node) || ts.isVariableDeclaration(node)) return node.name?.getText() ?? null;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) return node.name.getText();
  return ts.isFunctionExpression(node) ? (node.name?.text ?? null) : null;
}
