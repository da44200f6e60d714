import type { ChildNode, Element } from 'domhandler';
import { childNamed, element, elementsOf, text, textOf } from './nodes.js';
import { absoluteUrl, pageByTitle, type StorageContext } from './storage-context.js';

export type Rewrite = (nodes: readonly ChildNode[]) => ChildNode[];

/** What a resource identifier (`ri:…`) points to. */
export interface Reference {
  readonly name: string;
  /** Null where it has no address that a reader could follow. */
  readonly url: string | null;
  /** Names that say nothing by themselves are kept beside the text of a link. */
  readonly tellName: boolean;
}

export const RESOURCE_IDENTIFIERS: ReadonlySet<string> = new Set([
  'ri:page',
  'ri:blog-post',
  'ri:attachment',
  'ri:user',
  'ri:url',
  'ri:space',
  'ri:content-entity',
  'ri:shortcut',
]);

/** What an element that is or holds a resource identifier points to; null when it has none. */
export function referenceOf(identifier: Element, context: StorageContext): Reference | null {
  const { attribs } = identifier;
  const linked = (name: string, url: string | null): Reference => ({ name, url, tellName: false });
  switch (identifier.name) {
    case 'ri:page': {
      const title = attribs['ri:content-title'] ?? '';
      return linked(title, pageByTitle(context, attribs['ri:space-key'] ?? context.space, title));
    }
    case 'ri:blog-post':
      return { name: attribs['ri:content-title'] ?? '', url: null, tellName: true };
    case 'ri:attachment':
      return { name: attribs['ri:filename'] ?? '', url: null, tellName: true };
    case 'ri:user':
      return linked(`@${attribs['ri:username'] ?? attribs['ri:account-id'] ?? attribs['ri:userkey'] ?? ''}`, null);
    case 'ri:url':
      return linked(attribs['ri:value'] ?? '', absoluteUrl(context, attribs['ri:value'] ?? ''));
    case 'ri:space': {
      const key = attribs['ri:space-key'] ?? '';
      return linked(key, `${context.baseUrl}/display/${encodeURIComponent(key)}`);
    }
    case 'ri:content-entity': {
      const id = attribs['ri:content-id'] ?? '';
      return linked(`page ${id}`, `${context.baseUrl}/pages/viewpage.action?pageId=${encodeURIComponent(id)}`);
    }
    case 'ri:shortcut':
      return linked(`${attribs['ri:parameter'] ?? ''}@${attribs['ri:key'] ?? ''}`, null);
    default:
      return null;
  }
}

/** `ac:link`: to a page, an attachment, a person, an anchor. */
export function rewriteLink(link: Element, context: StorageContext, rewrite: Rewrite): ChildNode[] {
  const identifier = elementsOf(link).find(({ name }) => RESOURCE_IDENTIFIERS.has(name));
  const reference = identifier === undefined ? null : referenceOf(identifier, context);
  const anchor = link.attribs['ac:anchor'];
  const body = linkBody(link, rewrite);
  const shown = body ?? [text(reference?.name || (anchor ?? ''))];
  if (reference === null) return shown;
  if (reference.url !== null) {
    const href = anchor === undefined ? reference.url : `${reference.url}#${encodeURIComponent(anchor)}`;
    return [element('a', shown, { href })];
  }
  const isNamed = body === null || body.map(textOf).join('').trim() === reference.name;
  return isNamed || !reference.tellName ? shown : [...shown, text(` (${reference.name})`)];
}

/** `ac:image`: by the name of its attachment or by its address. */
export function rewriteImage(image: Element, context: StorageContext): ChildNode[] {
  const identifier = elementsOf(image).find(({ name }) => RESOURCE_IDENTIFIERS.has(name));
  const reference = identifier === undefined ? null : referenceOf(identifier, context);
  if (reference === null) return [];
  const alt = image.attribs['ac:alt'] || image.attribs['ac:title'] || reference.name;
  return [element('img', [], { alt, src: reference.url ?? encodeURI(reference.name) })];
}

/** Null where the link has no text of its own. */
function linkBody(link: Element, rewrite: Rewrite): ChildNode[] | null {
  const plain = childNamed(link, 'ac:plain-text-link-body');
  const rich = childNamed(link, 'ac:link-body');
  const body = plain === undefined ? rewrite(rich?.children ?? []) : [text(textOf(plain))];
  return body.map(textOf).join('').trim() === '' && !holdsImage(body) ? null : body;
}

function holdsImage(nodes: readonly ChildNode[]): boolean {
  return nodes.some((node) => 'name' in node && node.name === 'img');
}
