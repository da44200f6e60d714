import { expect, test } from 'vitest';
import { parseDocumentReply } from './document-reply.js';

test.each([
  ['<document>\n# Setup\n\nRun it.\n</document>', '# Setup\n\nRun it.\n'],
  ['Here it is:\n<document>\n```markdown\n# Setup\n```\n</document>\nDone.', '# Setup\n'],
  ['<document>\nThe tag `</document>` ends it.\n</document>', 'The tag `</document>` ends it.\n'],
  ['```md\n# Setup\n\n```sh\nnpm start\n```\n```', '# Setup\n\n```sh\nnpm start\n```\n'],
  ['# Setup\n\nRun it.', '# Setup\n\nRun it.\n'],
])('%j is the document %j', (reply, document) => {
  expect(parseDocumentReply(reply)).toEqual({ ok: true, value: document });
});

test.each([
  ['Sure! I will write it.', 'The document did not stand between <document> tags.'],
  ['<document>\n# Setup', 'It began with <document> and was not closed.'],
  ['<document>\n\n</document>', 'The document was empty.'],
  ['', 'The document did not stand between <document> tags.'],
])('%j is none', (reply, problem) => {
  expect(parseDocumentReply(reply)).toEqual({ ok: false, problem });
});
