import type { Node } from 'web-tree-sitter';
import { assignedName, declaredName } from './definition-name.js';

/**
 * - `function`: whole if it fits, else cut between its statements.
 * - `type`: the same, between its members.
 * - `container` (a class and the like): a chunk for each function in it, unless all of it is small.
 * - `namespace`: transparent; what is in it is treated as if it stood outside.
 * - `variable`: a name outside functions only.
 */
export type DefinitionKind = 'function' | 'type' | 'container' | 'namespace' | 'variable';

export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string | null;
  /** The node that holds the members or statements; inside `export`, decorators and the like. */
  readonly node: Node;
}

/** Node types of all grammars together: where two grammars share a name they mean the same. */
const KINDS: Readonly<Record<string, DefinitionKind>> = {
  ...kind('function', [
    'function_declaration',
    'generator_function_declaration',
    'function_definition',
    'function_signature',
    'function_item',
    'function_signature_item',
    'function_statement',
    'local_function_statement',
    'macro_definition',
    'method_definition',
    'method_declaration',
    'method',
    'singleton_method',
    'class_method_definition',
    'constructor_declaration',
    'compact_constructor_declaration',
    'destructor_declaration',
    'operator_declaration',
    'conversion_operator_declaration',
    'indexer_declaration',
    'property_declaration',
    'inline_method_definition',
  ]),
  ...kind('type', [
    'interface_declaration',
    'type_alias_declaration',
    'enum_declaration',
    'annotation_type_declaration',
    'delegate_declaration',
    'type_declaration',
    'struct_item',
    'enum_item',
    'union_item',
    'type_item',
    'enum_specifier',
    'union_specifier',
    'type_definition',
    'alias_declaration',
    'enum_statement',
  ]),
  ...kind('container', [
    'class_declaration',
    'abstract_class_declaration',
    'class_definition',
    'class_specifier',
    'struct_specifier',
    'struct_declaration',
    'record_declaration',
    'record_struct_declaration',
    'trait_declaration',
    'trait_item',
    'impl_item',
    'mod_item',
    'class',
    'module',
    'singleton_class',
    'class_statement',
    'internal_module',
  ]),
  ...kind('namespace', [
    'namespace_declaration',
    'file_scoped_namespace_declaration',
    'namespace_definition',
    'linkage_specification',
    'preproc_ifdef',
    'preproc_if',
    'preproc_else',
    'preproc_elif',
    'statement_list',
    'ERROR',
  ]),
  ...kind('variable', [
    'lexical_declaration',
    'variable_declaration',
    'const_declaration',
    'var_declaration',
    'const_item',
    'static_item',
  ]),
};

/** Where a wrapper keeps what it wraps; null: in its last named child. */
const WRAPPERS: Readonly<Record<string, readonly string[] | null>> = {
  export_statement: ['declaration', 'value'],
  decorated_definition: ['definition'],
  template_declaration: null,
  ambient_declaration: null,
};

const FUNCTION_VALUES = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'function',
  'class',
  'class_expression',
  'lambda',
]);
const FIELDS = new Set(['field_definition', 'public_field_definition', 'pair']);

/** What this node defines, or null for statements, imports and everything else. */
export function definitionOf(node: Node): Definition | null {
  if (Object.hasOwn(WRAPPERS, node.type)) {
    const inner = unwrap(node);
    return inner === null ? null : definitionOf(inner);
  }
  if (node.type === 'expression_statement') return definitionOfStatement(node);
  if (FIELDS.has(node.type)) return definitionOfField(node);
  const kind = Object.hasOwn(KINDS, node.type) ? KINDS[node.type] : undefined;
  if (kind === undefined) return null;
  if (kind !== 'variable') return { kind, name: kind === 'namespace' ? null : declaredName(node), node };
  const declarator = onlyDeclarator(node);
  const value = declarator?.childForFieldName('value') ?? null;
  const isFunction = value !== null && isFunctionValue(value);
  return {
    kind: isFunction ? 'function' : 'variable',
    name: declarator && declaredName(declarator),
    node: value ?? node,
  };
}

/** Whether it is an anonymous function or class, such as a callback. */
export function isFunctionValue(node: Node): boolean {
  return FUNCTION_VALUES.has(node.type);
}

function unwrap(node: Node): Node | null {
  for (const field of WRAPPERS[node.type] ?? []) {
    const inner = node.childForFieldName(field);
    if (inner !== null) return inner;
  }
  return WRAPPERS[node.type] === null ? node.lastNamedChild : null;
}

/** `namespace N { … }` in TypeScript, `exports.f = function …` in JavaScript, `LIMIT = 5` in Python. */
function definitionOfStatement(node: Node): Definition | null {
  const inner = node.firstNamedChild;
  if (inner === null) return null;
  if (inner.type === 'internal_module') return definitionOf(inner);
  if (inner.type === 'assignment') return { kind: 'variable', name: assignedName(inner), node: inner };
  if (inner.type !== 'assignment_expression') return null;
  const value = inner.childForFieldName('right');
  if (value === null || !isFunctionValue(value)) return null;
  return { kind: 'function', name: assignedName(inner), node: value };
}

/** A class field or an entry of an object, when its value is a function. */
function definitionOfField(node: Node): Definition | null {
  const value = node.childForFieldName('value');
  if (value === null || !isFunctionValue(value)) return null;
  return { kind: 'function', name: declaredName(node), node: value };
}

/** `const a = 1, b = 2` has no one name. */
function onlyDeclarator(node: Node): Node | null {
  if (node.childForFieldName('name') !== null) return node;
  const [declarator, second] = node.namedChildren.filter((child) => child.childForFieldName('name') !== null);
  return second === undefined ? (declarator ?? null) : null;
}

function kind(kind: DefinitionKind, types: readonly string[]): Record<string, DefinitionKind> {
  return Object.fromEntries(types.map((type) => [type, kind]));
}
