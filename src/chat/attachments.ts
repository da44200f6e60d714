import type { Attachment } from '../contracts/agent-runner.js';
import { type FieldError, InvalidInputError } from '../shared/errors.js';
import { normalizePath } from '../shared/project-path.js';

const MAX_ATTACHMENTS = 20;
const MAX_UNSAVED_CHARS = 400_000;

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
    const kind = attachment.type;
    const add = (field: string, message: string) =>
      problems.push({ path: ['attachments', String(index), kind, field], message });
    if (attachment.type === 'confluence') {
      if (!/^https?:\/\/\S+$/.test(attachment.url)) add('url', `"${attachment.url}" is not an http(s) URL.`);
      return;
    }
    const { path, startLine, endLine, unsavedContent } = attachment;
    const normalized = normalizePath(path);
    if (!normalized.ok) add('path', normalized.message);
    if (startLine !== null && startLine < 1) add('startLine', `is ${startLine}; lines begin at 1.`);
    if (endLine !== null && endLine < (startLine ?? 1)) {
      add('endLine', `is ${endLine}, before the first line ${startLine ?? 1}.`);
    }
    if (unsavedContent?.includes('\0')) add('unsavedContent', 'contains a NUL character. Remove it.');
    if ((unsavedContent?.length ?? 0) > MAX_UNSAVED_CHARS) {
      add('unsavedContent', `has ${unsavedContent?.length} characters; the limit is ${MAX_UNSAVED_CHARS}.`);
    }
  });
  if (problems.length > 0) throw new InvalidInputError(problems);
  return attachments;
}
