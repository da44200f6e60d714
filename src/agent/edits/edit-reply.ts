import type { DraftEdit } from '../changesets/draft-operation.js';
import type { ParsedReply } from '../model/json-reply.js';

const PAIR = /<find>([\s\S]*?)<\/find>\s*<replace>([\s\S]*?)<\/replace>/g;
/** To the last closing tag, since the text itself may name the tag. */
const CONTENT = /<content>([\s\S]*)<\/content>/;
const FORM = 'Give pairs of <find>…</find> and <replace>…</replace>';

/**
 * Reads a model's reply of `<find>` and `<replace>` pairs, or of one `<content>`. The line breaks behind an opening and
 * before a closing tag belong to the tags. Whatever stands outside of them is left out.
 */
export function parseEditReply(text: string): ParsedReply<DraftEdit> {
  const outside = text.replace(PAIR, '');
  const replacements = [...text.matchAll(PAIR)].map(([, find = '', replace = '']) => ({
    find: innerText(find),
    replace: innerText(replace),
  }));
  if (replacements.length > 0) {
    if (/<\/?(?:find|replace)>/.test(outside)) {
      return { ok: false, problem: `A <find> or <replace> has no partner. ${FORM}, all of them closed.` };
    }
    return { ok: true, value: { kind: 'replacements', replacements } };
  }
  const content = CONTENT.exec(text)?.[1];
  if (content !== undefined) return { ok: true, value: { kind: 'content', content: innerText(content) } };
  return { ok: false, problem: `It had no change of the form asked for. ${FORM}, or one <content>…</content>.` };
}

/** An edit in the form of a reply. */
export function renderEdit(edit: DraftEdit): string {
  if (edit.kind === 'content') return `<content>\n${edit.content}\n</content>`;
  return edit.replacements
    .map(({ find, replace }) => `<find>\n${find}\n</find>\n<replace>\n${replace}\n</replace>`)
    .join('\n');
}

function innerText(text: string): string {
  return text.replace(/^\r?\n/, '').replace(/\r?\n$/, '');
}
