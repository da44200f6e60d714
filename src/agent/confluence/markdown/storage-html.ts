import { CDATA, type ChildNode, Element, Text } from 'domhandler';
import { emoticonOf } from './emoticons.js';
import { codeBlock, rewriteMacro } from './macros.js';
import { childNamed, element, text, textOf } from './nodes.js';
import { rewriteImage, rewriteLink } from './references.js';
import { absoluteUrl, type StorageContext } from './storage-context.js';

type Rewriting = (node: Element, context: StorageContext) => ChildNode[];

/** What these hold is no text of the page, or would not be escaped when it is written as HTML. */
const DROPPED: ReadonlySet<string> = new Set([
  'script',
  'style',
  'iframe',
  'noscript',
  'noembed',
  'noframes',
  'plaintext',
  'xmp',
  'template',
  'ac:parameter',
  'ac:placeholder',
  'ac:task-id',
  'ac:task-uuid',
]);

const KEPT_ATTRIBUTES = ['alt', 'colspan', 'rowspan', 'start'];

const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  'ac:structured-macro': (node, context) => rewriteMacro(node, context, (nodes) => rewriteStorage(nodes, context)),
  'ac:macro': (node, context) => rewriteMacro(node, context, (nodes) => rewriteStorage(nodes, context)),
  'ac:link': (node, context) => rewriteLink(node, context, (nodes) => rewriteStorage(nodes, context)),
  'ac:image': rewriteImage,
  'ac:emoticon': (node) => [text(emoticonOf(node))],
  'ac:task-list': (node, context) => [element('ul', inner(node, context))],
  'ac:task': rewriteTask,
  'ac:adf-extension': rewriteExtension,
  a: (node, context) => withUrl('a', 'href', node, context),
  img: (node, context) => withUrl('img', 'src', node, context),
  pre: (node) => [codeBlock(textOf(node), null)],
  time: (node) => [text(node.attribs.datetime || textOf(node))],
};

/** Turns nodes of Confluence's storage format into plain HTML; what it does not know gives way to what it holds. */
export function rewriteStorage(nodes: readonly ChildNode[], context: StorageContext): ChildNode[] {
  return nodes.flatMap((node) => rewriteNode(node, context));
}

function rewriteNode(node: ChildNode, context: StorageContext): ChildNode[] {
  // Editors write every second space as one that does not break; a search for the words would not find them.
  if (node instanceof Text) return [text(node.data.replaceAll('\u00a0', ' '))];
  if (node instanceof CDATA) return [text(textOf(node))];
  if (!(node instanceof Element) || DROPPED.has(node.name)) return [];
  const rewriting = REWRITINGS[node.name];
  if (rewriting !== undefined) return rewriting(node, context);
  if (node.name.startsWith('ri:')) return [];
  if (node.name.startsWith('ac:layout')) return [element('div', inner(node, context))];
  if (node.name.includes(':')) return inner(node, context);
  const kept = KEPT_ATTRIBUTES.flatMap((name) =>
    node.attribs[name] === undefined ? [] : [[name, node.attribs[name]]],
  );
  return [element(node.name, inner(node, context), Object.fromEntries(kept))];
}

function inner(node: Element, context: StorageContext): ChildNode[] {
  return rewriteStorage(node.children, context);
}

function rewriteTask(task: Element, context: StorageContext): ChildNode[] {
  const status = childNamed(task, 'ac:task-status');
  const body = childNamed(task, 'ac:task-body');
  const isDone = status !== undefined && textOf(status).trim() === 'complete';
  const box = element('input', [], isDone ? { type: 'checkbox', checked: '' } : { type: 'checkbox' });
  return [element('li', [box, ...(body === undefined ? [] : inner(body, context))])];
}

/** What the new editor writes comes with a form of it for those who do not know it. */
function rewriteExtension(extension: Element, context: StorageContext): ChildNode[] {
  return inner(childNamed(extension, 'ac:adf-fallback') ?? extension, context);
}

function withUrl(name: 'a' | 'img', attribute: 'href' | 'src', node: Element, context: StorageContext): ChildNode[] {
  const url = absoluteUrl(context, node.attribs[attribute] ?? '');
  if (name === 'a') {
    const children = inner(node, context);
    return url === null || node.attribs.href === undefined ? children : [element('a', children, { href: url })];
  }
  const alt = node.attribs.alt ?? '';
  return url === null ? [text(alt)] : [element('img', [], { alt, src: url })];
}
