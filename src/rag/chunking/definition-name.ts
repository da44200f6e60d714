import type { Node } from 'web-tree-sitter';

const LONGEST_NAME = 120;

/** The name that a declaration gives, with its class where it stands outside of it: `Server.Start`; null if it has none. */
export function declaredName(node: Node): string | null {
  switch (node.type) {
    case 'impl_item':
      return plainName(node.childForFieldName('type'));
    case 'method_declaration':
      return joinNames(receiverType(node), plainName(node.childForFieldName('name')));
    case 'type_declaration':
      return onlyName(node.namedChildren.map((child) => plainName(child.childForFieldName('name'))));
    case 'singleton_class':
      return null;
  }
  const name = NAME_FIELDS.map((field) => node.childForFieldName(field)).find((child) => child !== null);
  if (name) return plainName(name);
  return plainName(declarator(node) ?? node.namedChildren.find((child) => NAME_NODES.has(child.type)) ?? null);
}

/** The left side of an assignment, less what only says that it is exported: `exports.f` is `f`; null for patterns. */
export function assignedName(assignment: Node): string | null {
  const left = assignment.childForFieldName('left');
  if (left === null || !ASSIGNED_NODES.has(left.type) || left.text.length > LONGEST_NAME) return null;
  const name = left.text.replace(/^(?:module\.)?exports\.|^(?:this|self)\.|\bprototype\./g, '');
  return name === 'module.exports' ? null : clean(name);
}

/** `outer.inner`; a constructor, named as its class, keeps the class's name. */
export function joinNames(outer: string | null, inner: string | null): string | null {
  if (outer === null || inner === null) return inner ?? outer;
  return outer === inner || outer.endsWith(`.${inner}`) ? outer : `${outer}.${inner}`;
}

const NAME_FIELDS = ['name', 'property', 'key'];
/** Where a grammar has no field for the name. */
const NAME_NODES = new Set(['function_name', 'simple_name']);
const ASSIGNED_NODES = new Set(['identifier', 'member_expression', 'attribute']);
const DEFINED_NODES = new Set(['identifier', 'type_identifier', 'field_identifier']);

/** In C and C++ the name is at the bottom of pointers, references and parameter lists. */
function declarator(node: Node): Node | null {
  let at = node.childForFieldName('declarator');
  while (at !== null) {
    const inner: Node | null =
      at.childForFieldName('declarator') ?? (at.type === 'reference_declarator' ? at.firstNamedChild : null);
    if (inner === null) return at;
    at = inner;
  }
  return null;
}

/** Go: the type in `func (s *Server[T]) Start()`. */
function receiverType(method: Node): string | null {
  const receiver = method.childForFieldName('receiver')?.text;
  return receiver === undefined ? null : (/(\w+)\s*(?:\[[^\]]*\])?\s*\)$/.exec(receiver)?.[1] ?? null);
}

function onlyName(names: readonly (string | null)[]): string | null {
  return names.length === 1 ? (names[0] ?? null) : null;
}

function plainName(node: Node | null): string | null {
  if (node === null || PATTERNS.has(node.type)) return null;
  const inner = node.childForFieldName('type');
  return clean(DEFINED_NODES.has(node.type) || inner === null ? node.text : inner.text);
}

/** Destructuring gives several names. */
const PATTERNS = new Set(['object_pattern', 'array_pattern', 'computed_property_name']);

function clean(text: string): string | null {
  if (text.length > LONGEST_NAME) return null;
  const name = text
    .replace(/<.*>$/s, '')
    .replace(/^["'`]|["'`]$/g, '')
    .replaceAll('::', '.')
    .replace(/\s+/g, '');
  return name === '' ? null : name;
}
