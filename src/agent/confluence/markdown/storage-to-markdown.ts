import { setImmediate as nextTurn } from 'node:timers/promises';
import { strikethrough, taskListItems } from '@joplin/turndown-plugin-gfm';
import { render } from 'dom-serializer';
import { type ChildNode, Element } from 'domhandler';
import TurndownService from 'turndown';
import { markdownTables } from './markdown-tables.js';
import { elementsIn, textOf } from './nodes.js';
import { parseStorage } from './parse-storage.js';
import type { StorageContext } from './storage-context.js';
import { rewriteStorage } from './storage-html.js';

/** What is converted at a time before others get their turn, about 10 ms. */
const ELEMENTS_OF_A_PART = 300;

const BLOCKS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'pre', 'blockquote', 'hr']);

/**
 * A page of Confluence's storage format as Markdown: headings, tables and blocks of code as such, macros by what they
 * hold. Rejects with a `RangeError` for a document of more than 250 levels or 50,000 elements.
 */
export async function storageToMarkdown(storage: string, context: StorageContext): Promise<string> {
  const writer = markdownWriter();
  const written: string[] = [];
  for (const part of partsOf(withoutLayout(rewriteStorage(parseStorage(storage), context)))) {
    written.push(writer.turndown(render(part, { encodeEntities: 'utf8' })));
    await nextTurn();
  }
  return written.filter((markdown) => markdown !== '').join('\n\n');
}

function markdownWriter(): TurndownService {
  const writer = new TurndownService({
    headingStyle: 'atx',
    hr: '---',
    bulletListMarker: '-',
    codeBlockStyle: 'fenced',
    emDelimiter: '*',
  });
  return writer.use([strikethrough, taskListItems, markdownTables]);
}

/** Columns and sections are read one after the other; what holds text of its own stays apart from what is beside it. */
function withoutLayout(nodes: readonly ChildNode[]): ChildNode[] {
  return nodes.flatMap((node) => (isLayout(node) ? withoutLayout(node.children) : [node]));
}

function isLayout(node: ChildNode): node is Element {
  if (!(node instanceof Element) || node.name !== 'div') return false;
  return node.children.every((child) => (child instanceof Element ? isBlock(child) : textOf(child).trim() === ''));
}

function isBlock(node: ChildNode): boolean {
  return node instanceof Element && (BLOCKS.has(node.name) || node.name === 'div');
}

/** Parts that end with a block, so that no line of text is torn. */
function partsOf(nodes: readonly ChildNode[]): ChildNode[][] {
  const parts: ChildNode[][] = [];
  let part: ChildNode[] = [];
  let size = 0;
  for (const node of nodes) {
    part.push(node);
    size += elementsIn(node);
    if (size < ELEMENTS_OF_A_PART || !isBlock(node)) continue;
    parts.push(part);
    part = [];
    size = 0;
  }
  return [...parts, part];
}
