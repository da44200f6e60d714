import type { ChildNode, Element } from 'domhandler';
import { childNamed, descendantNamed, element, elementsOf, text, textOf } from './nodes.js';
import { RESOURCE_IDENTIFIERS, type Rewrite, referenceOf } from './references.js';
import type { StorageContext } from './storage-context.js';

const PANELS: Readonly<Record<string, string>> = {
  info: 'Info',
  note: 'Note',
  tip: 'Tip',
  success: 'Success',
  warning: 'Warning',
  error: 'Error',
  panel: '',
};

/** They stand for what a reader of the text does not miss: a list of its headings, a name to jump to. */
const SILENT: ReadonlySet<string> = new Set(['toc', 'anchor']);

/** What tells most of a macro that has no body, in this order. */
const TELLING_PARAMETERS = ['key', 'jqlQuery', 'title', 'diagramName', 'name', 'url'];

/** `ac:structured-macro`. Of one that is not known the body is kept, or at least its name. */
export function rewriteMacro(macro: Element, context: StorageContext, rewrite: Rewrite): ChildNode[] {
  const name = macro.attribs['ac:name'] ?? '';
  const plain = childNamed(macro, 'ac:plain-text-body');
  const rich = childNamed(macro, 'ac:rich-text-body');
  const title = parameter(macro, 'title');
  if (plain !== undefined) return [...heading(title), codeBlock(textOf(plain), languageOf(macro, name))];
  if (name === 'status') return [element('strong', [text(title ?? '')])];
  const label = PANELS[name];
  if (label !== undefined) {
    const caption = [label, title].filter(Boolean).join(': ');
    return [element('blockquote', [...heading(caption), ...rewrite(rich?.children ?? [])])];
  }
  if (rich !== undefined) return [...heading(title), element('div', rewrite(rich.children))];
  return SILENT.has(name) ? [] : [element('em', [text(`(${bodiless(macro, name, context)})`)])];
}

/** A block of text that keeps its lines and spaces. */
export function codeBlock(code: string, language: string | null): Element {
  const attribs: Record<string, string> = language === null ? {} : { class: `language-${language}` };
  return element('pre', [element('code', [text(code)], attribs)]);
}

function languageOf(macro: Element, name: string): string | null {
  const language = name === 'code' ? parameter(macro, 'language') : name === 'noformat' ? null : name;
  return language !== null && /^[\w+#.-]{1,30}$/.test(language) ? language : null;
}

function heading(title: string | null): ChildNode[] {
  return title === null || title === '' ? [] : [element('p', [element('strong', [text(title)])])];
}

function parameter(macro: Element, name: string): string | null {
  const found = elementsOf(macro).find((child) => child.name === 'ac:parameter' && child.attribs['ac:name'] === name);
  const value = found === undefined ? '' : textOf(found).trim();
  return value === '' ? null : value;
}

function bodiless(macro: Element, name: string, context: StorageContext): string {
  const identifier = descendantNamed(macro, RESOURCE_IDENTIFIERS);
  const reference = identifier === undefined ? null : referenceOf(identifier, context);
  const told =
    reference?.name ?? TELLING_PARAMETERS.map((each) => parameter(macro, each)).find((each) => each !== null);
  return told === undefined ? `macro ${name}` : `macro ${name}: ${told}`;
}
