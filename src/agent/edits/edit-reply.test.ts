import { describe, expect, test } from 'vitest';
import type { DraftEdit } from '../changesets/draft-operation.js';
import { parseEditReply, renderEdit } from './edit-reply.js';

describe('a reply', () => {
  const cases: [string, string, DraftEdit][] = [
    [
      'of pairs, with blank lines and indents kept',
      '<find>\n  a\n\n</find>\n<replace>\n\n  b\n</replace>\n<find>c</find><replace></replace>',
      {
        kind: 'replacements',
        replacements: [
          { find: '  a\n', replace: '\n  b' },
          { find: 'c', replace: '' },
        ],
      },
    ],
    [
      'within a fence and between words',
      'Sure:\n```\n<find>\na\n</find>\n<replace>\nb\n</replace>\n```\nDone.',
      { kind: 'replacements', replacements: [{ find: 'a', replace: 'b' }] },
    ],
    [
      'with CRLF',
      '<find>\r\na\r\nb\r\n</find>\r\n<replace>\r\nc\r\n</replace>',
      { kind: 'replacements', replacements: [{ find: 'a\r\nb', replace: 'c' }] },
    ],
    [
      'of a whole file that names the tag',
      '<content>\n# Tags\n\n`</content>` ends it.\n</content>',
      { kind: 'content', content: '# Tags\n\n`</content>` ends it.' },
    ],
  ];

  test.each(cases)('%s is read', (_, text, edit) => {
    expect(parseEditReply(text)).toEqual({ ok: true, value: edit });
    expect(parseEditReply(renderEdit(edit))).toEqual({ ok: true, value: edit });
  });

  test.each([
    ['no tags', 'port: 9090', /no change of the form/],
    ['an open end', '<find>\na\n</find>\n<replace>\nb', /no change of the form/],
    ['a second pair with an open end', '<find>a</find><replace>b</replace><find>c</find><replace>d', /no partner/],
    ['an open whole', '<content>\na', /no change of the form/],
  ])('with %s is refused', (_, text, problem) => {
    expect(parseEditReply(text)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  });
});
