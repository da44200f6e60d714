import type { ParsedReply } from '../model/json-reply.js';

/** To the last closing tag, since the document itself may name the tag. */
const DOCUMENT = /<document>\r?\n?([\s\S]*)<\/document>/u;
const FENCED = /^(`{3,}|~{3,})(?:markdown|md|mdx|rst|adoc|asciidoc|text)?\r?\n([\s\S]*)\n\1\s*$/u;

/** The document in a model's reply: between the tags, or the whole reply where it can be nothing else. */
export function parseDocumentReply(reply: string): ParsedReply<string> {
  const tagged = DOCUMENT.exec(reply)?.[1];
  if (tagged !== undefined) return nonEmpty(unfenced(tagged));
  if (/<\/?document>/u.test(reply)) return { ok: false, problem: 'It began with <document> and was not closed.' };
  const whole = unfenced(reply);
  // A remark before the document would become a part of it.
  const isDocument = whole !== reply || /^(?:#|=|<!--|---\n)/u.test(reply.trim());
  return isDocument ? nonEmpty(whole) : { ok: false, problem: 'The document did not stand between <document> tags.' };
}

function unfenced(text: string): string {
  return FENCED.exec(text.trim())?.[2] ?? text;
}

function nonEmpty(document: string): ParsedReply<string> {
  const text = document.trim();
  return text === '' ? { ok: false, problem: 'The document was empty.' } : { ok: true, value: `${text}\n` };
}
