import { ConfirmChangesetAppliedDocument, ReviewChangesetDocument } from '../../src/generated/documents/graphql.js';
import { appliedFile, created, proposal, updated } from '../kit/changesets/proposals.js';
import { sha256 } from '../kit/rest-shapes.js';
import { type BadCase, bad, type Doors, invalid, post, run, wrongType } from './bad-case.js';

const UPDATED = updated('a.md', '# Hello\n\nHow to say hello.\n', '# Hello\n');
const CREATED = created('new.md', '# New\n');
/** What stands on the server for these cases. */
export const PROPOSED = proposal(UPDATED, CREATED);

const KNOWN = ['is no path of this changeset', '"a.md", "new.md"', 'Give one of these'];
const TWICE = ['"a.md"', 'is given twice', 'Give each path once'];
const RESULT = 'resultHash' in UPDATED ? UPDATED.resultHash : '';

export const changesetCases: readonly BadCase[] = [
  bad(
    'a review without a decision',
    review([]),
    invalid('decisions', 'decisions', ['is empty', 'Name at least one path']),
  ),
  bad(
    'a decision about a path that the changeset does not have',
    review([{ path: 'b.md', decision: 'ACCEPTED' }]),
    invalid('decisions[0].path', 'decisions.0.path', ['"b.md"', ...KNOWN]),
  ),
  bad(
    'a decision about a path with a NUL',
    review([{ path: 'a\0.md', decision: 'ACCEPTED' }]),
    invalid('decisions[0].path', 'decisions.0.path', ['"a\\u0000.md"', ...KNOWN]),
  ),
  bad(
    'two decisions about one path',
    review([
      { path: 'a.md', decision: 'ACCEPTED' },
      { path: 'a.md', decision: 'REJECTED' },
    ]),
    invalid('decisions[1].path', 'decisions.1.path', TWICE),
  ),
  bad(
    'a decision that is none',
    review([{ path: 'a.md', decision: 'MAYBE' }]),
    wrongType(
      'decisions[0].decision',
      ['is "maybe"; it must be one of "accepted", "rejected", "pending"', 'Send one of these'],
      ['"MAYBE"', 'Decision'],
    ),
  ),
  bad(
    'too long a reason',
    review([{ path: 'a.md', decision: 'REJECTED', reason: 'x'.repeat(2001) }]),
    invalid('decisions[0].reason', 'decisions.0.reason', ['has 2001 characters', 'the limit is 2000', 'fewer words']),
  ),
  bad(
    'a reason with a NUL',
    review([{ path: 'a.md', decision: 'REJECTED', reason: 'a\0' }]),
    invalid('decisions[0].reason', 'decisions.0.reason', ['NUL', 'Remove it']),
  ),
  bad(
    'a reason for no decision',
    review([{ path: 'a.md', decision: 'PENDING', reason: 'Hm.' }]),
    invalid('decisions[0].reason', 'decisions.0.reason', ['"Hm."', 'PENDING takes one back', 'Leave the reason out']),
  ),
  bad(
    'a reason that is a number',
    review([{ path: 'a.md', decision: 'REJECTED', reason: 7 }]),
    wrongType('decisions[0].reason', ['is 7', 'must be a string', 'Send one'], ['non string value: 7', 'reason']),
  ),
  bad(
    'a confirmation of nothing',
    confirm([]),
    invalid('applied', 'applied', ['leaves out "a.md", "new.md"', 'as a whole', 'reject them first']),
  ),
  bad(
    'a confirmation of a path that the changeset does not have',
    confirm([...bothApplied(), { path: '../b.md', resultHash: null }]),
    invalid('applied[2].path', 'applied.2.path', ['"../b.md"', ...KNOWN]),
  ),
  bad(
    'a confirmation of a path twice',
    confirm([...bothApplied(), appliedFile(UPDATED)]),
    invalid('applied[2].path', 'applied.2.path', TWICE),
  ),
  bad(
    'a confirmation of another result',
    confirm([{ path: 'a.md', resultHash: sha256('other') }, appliedFile(CREATED)]),
    invalid('applied[0].result_hash', 'applied.0.resultHash', [
      `is ${sha256('other')}`,
      `the result is ${RESULT}`,
      'Apply it so, or reject it',
    ]),
  ),
  bad('a confirmation with a hash that is none', confirm([{ path: 'a.md', resultHash: 'abc' }]), {
    ...wrongType('applied[0].result_hash', ['"abc" is not 64 lower-case hexadecimal digits', 'Give the SHA-256'], []),
    typesSay: undefined,
  }),
];

function bothApplied() {
  return [appliedFile(UPDATED), appliedFile(CREATED)];
}

function review(decisions: readonly { path: string; decision: string; reason?: unknown }[]): Doors {
  return {
    rest: ({ changesetId }) =>
      post(`/api/changesets/${changesetId}/review`, {
        decisions: decisions.map(({ decision, ...rest }) => ({ decision: decision.toLowerCase(), ...rest })),
      }),
    graphql: ({ changesetId }) => run(ReviewChangesetDocument, { input: { changesetId, decisions } }),
  };
}

function confirm(applied: readonly { path: string; resultHash: string | null }[]): Doors {
  return {
    rest: ({ changesetId }) =>
      post(`/api/changesets/${changesetId}/applied`, {
        applied: applied.map(({ path, resultHash }) => ({ path, result_hash: resultHash })),
      }),
    graphql: ({ changesetId }) => run(ConfirmChangesetAppliedDocument, { input: { changesetId, applied } }),
  };
}
