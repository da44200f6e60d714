import { z } from 'zod';
import { withoutNul } from '../../shared/storable-text.js';
import { type ParsedReply, parseJsonReply } from '../model/json-reply.js';
import type { DocsWork } from './docs-work.js';

export const MOST_DOCUMENTS = 5;
export const MOST_SOURCES = 8;
const MOST_SECTIONS = 20;

const text = (most: number) =>
  z.string().transform((written) => withoutNul(written.trim()).slice(0, most).toWellFormed());

/** `./docs/a.md` means `docs/a.md`; whatever else a path should not have is for the checks to say. */
const path = text(1_000).transform((written) => written.replace(/^(?:\.\/)+/u, ''));

const outline = z.object({
  result: z.enum(['files', 'answer']),
  summary: text(1_000).default(''),
  documents: z
    .array(
      z.object({
        path: path.default(''),
        title: text(200).default(''),
        sections: z.array(text(200)).default([]),
        read: z.array(path).default([]),
      }),
    )
    .min(1)
    .max(MOST_DOCUMENTS),
});

/** The plan in a model's reply. A text for the chat is one document without a path; files have a path each. */
export function parseOutline(reply: string): ParsedReply<DocsWork> {
  const parsed = parseJsonReply(reply, outline);
  if (!parsed.ok) return parsed;
  const { result, summary, documents } = parsed.value;
  if (result === 'files' && documents.some(({ path }) => path === '')) {
    return { ok: false, problem: 'A document of "files" had no path.' };
  }
  const planned = documents.slice(0, result === 'answer' ? 1 : MOST_DOCUMENTS).map((document) => ({
    ...document,
    path: result === 'answer' ? '' : document.path,
    sections: document.sections.slice(0, MOST_SECTIONS),
    read: [...new Set(document.read)].slice(0, MOST_SOURCES),
    content: null,
    seenHash: null,
    refused: [],
  }));
  return { ok: true, value: { result, summary, documents: planned } };
}
