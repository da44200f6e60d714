import { type ChildNode, Element, NodeWithChildren, Text } from 'domhandler';

export function element(name: string, children: readonly ChildNode[], attribs: Record<string, string> = {}): Element {
  return new Element(name, attribs, [...children]);
}

export function text(data: string): Text {
  return new Text(data);
}

/** All text below a node, that of CDATA sections as it stands. */
export function textOf(node: ChildNode): string {
  if (node instanceof Text) return node.data;
  return node instanceof NodeWithChildren ? node.children.map(textOf).join('') : '';
}

/** The elements among a node's children. */
export function elementsOf(node: Element): Element[] {
  return node.children.filter((child): child is Element => child instanceof Element);
}

export function childNamed(node: Element, name: string): Element | undefined {
  return elementsOf(node).find((child) => child.name === name);
}

/** The first element of these names at any depth. */
export function descendantNamed(node: Element, names: ReadonlySet<string>): Element | undefined {
  for (const child of elementsOf(node)) {
    const found = names.has(child.name) ? child : descendantNamed(child, names);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How many elements there are in a node, itself included. */
export function elementsIn(node: ChildNode): number {
  return node instanceof Element ? node.children.reduce((sum, child) => sum + elementsIn(child), 1) : 0;
}
