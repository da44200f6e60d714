import { expect, test } from 'vitest';
import { restFieldPath } from './field-path.js';

test.each([
  [['files', '3', 'path'], 'files[3].path'],
  [['files', '3', 'contentHash'], 'files[3].content_hash'],
  [['changes', '0', 'upsert', 'path'], 'changed_files[0].path'],
  [['changes', '1', 'delete'], 'changed_files[1].path'],
  [['changes', '2', 'rename', 'to'], 'changed_files[2].new_path'],
  [['changes', '2', 'rename', 'from'], 'changed_files[2].path'],
  [['attachments', '0', 'file', 'startLine'], 'attachments[0].start_line'],
  [['attachments', '0', 'confluence', 'url'], 'attachments[0].url'],
  [['text'], 'message'],
  [['first'], 'limit'],
  [['idempotencyKey'], 'Idempotency-Key'],
])('the field %j of the schema is %s to a client of REST', (path, expected) => {
  expect(restFieldPath(path)).toBe(expected);
});
