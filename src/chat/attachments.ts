import type { Attachment, FileAttachment } from '../contracts/agent-runner.js';
import { type FieldError, InvalidInputError } from '../shared/errors.js';
import { problemOfHttpUrl } from '../shared/http-url.js';
import { normalizePath } from '../shared/project-path.js';
import { problemOfText } from '../shared/storable-text.js';

const MAX_ATTACHMENTS = 20;
const MAX_UNSAVED_CHARS = 400_000;
/** What browsers and servers agree to handle. */
const MAX_URL_CHARS = 2_048;

type Problem = readonly [field: string, message: string | null];

/** The attachments as they are stored. Throws an `InvalidInputError` that names each bad field. */
export function checkAttachments(attachments: readonly Attachment[]): readonly Attachment[] {
  const problems: FieldError[] = [];
  if (attachments.length > MAX_ATTACHMENTS) {
    problems.push({
      path: ['attachments'],
      message: `has ${attachments.length} entries; the limit is ${MAX_ATTACHMENTS}. Attach fewer.`,
    });
  }
  attachments.forEach((attachment, index) => {
    const found: readonly Problem[] =
      attachment.type === 'file' ? problemsOfFile(attachment) : [['url', problemOfUrl(attachment.url)]];
    for (const [field, message] of found) {
      if (message !== null) problems.push({ path: ['attachments', String(index), attachment.type, field], message });
    }
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
  return attachments;
}

function problemsOfFile({ path, startLine, endLine, unsavedContent }: FileAttachment): readonly Problem[] {
  const normalized = normalizePath(path);
  const firstLine = startLine ?? 1;
  return [
    ['path', normalized.ok ? null : normalized.message],
    [
      'startLine',
      firstLine < 1 ? `is ${firstLine}; lines begin at 1. Name a line of the file, or leave it out.` : null,
    ],
    [
      'endLine',
      endLine !== null && endLine < firstLine
        ? `is ${endLine}, before the first line ${firstLine}. Name that line or a later one, or leave it out.`
        : null,
    ],
    ['unsavedContent', unsavedContent === null ? null : problemOfUnsaved(unsavedContent)],
  ];
}

function problemOfUnsaved(text: string): string | null {
  if (text.length > MAX_UNSAVED_CHARS) {
    return `has ${text.length} characters; the limit is ${MAX_UNSAVED_CHARS}. Save the file and send it to the index.`;
  }
  return problemOfText(text);
}

function problemOfUrl(url: string): string | null {
  if (url.length > MAX_URL_CHARS) {
    return `has ${url.length} characters; the limit is ${MAX_URL_CHARS}. Give the page's own address.`;
  }
  return problemOfHttpUrl(url) ?? problemOfText(url);
}
