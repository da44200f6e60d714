import {
  ApplyChangesDocument,
  CreateRagSessionDocument,
  IndexChangesDocument,
  IndexSnapshotDocument,
} from '../../src/generated/documents/graphql.js';
import { type BadCase, bad, type Doors, invalid, notFound, post, run, wrongType } from './bad-case.js';

/** As each door writes it. */
interface Change {
  readonly rest: object;
  readonly graphql: object;
}

const upsert = (path: string, more: object = {}): Change => ({
  rest: { op: 'upsert', path, content: 'new', ...more },
  graphql: { upsert: { path, content: 'new', ...more } },
});
const deletion = (path: string): Change => ({ rest: { op: 'delete', path }, graphql: { delete: path } });
const rename = (from: string, to: string): Change => ({
  rest: { op: 'rename', path: from, new_path: to },
  graphql: { rename: { from, to } },
});

const PROJECT_ID = ['it must have 1 to 200', 'Use your own name for the project'];
const KEY = ['255', 'UUID'];
const KEY_IN_BODY = ['is "k1"', 'no field of the body', 'Send it as the header Idempotency-Key'];

export const projectCases: readonly BadCase[] = [
  bad('a project without a name', create({ projectId: ' ' }), invalid('project_id', 'projectId', PROJECT_ID)),
  bad(
    'too long a name',
    create({ projectId: 'p'.repeat(201) }),
    invalid('project_id', 'projectId', ['201', ...PROJECT_ID]),
  ),
  bad(
    'a project’s name with a NUL',
    create({ projectId: 'a\0b' }),
    invalid('project_id', 'projectId', ['no control character', 'Use your own name for the project']),
  ),
  bad(
    'a project’s name with half of a surrogate pair',
    create({ projectId: 'a\ud800' }),
    invalid('project_id', 'projectId', ['surrogate pair', 'Use your own name for the project']),
  ),
  bad(
    'a snapshot of a project without a name',
    {
      rest: () => post('/api/index/snapshot', { project_id: '', files: [] }),
      graphql: () => run(IndexSnapshotDocument, { input: { projectId: '', files: [] } }),
    },
    invalid('project_id', 'projectId', PROJECT_ID),
  ),
  bad(
    'no project id',
    create({ projectId: undefined }),
    wrongType('project_id', ['is missing', 'Give a string'], ['"projectId"', 'was not provided']),
  ),
  bad(
    'no files',
    create({ files: undefined }),
    wrongType('files', ['is missing', 'Give an array'], ['"files"', 'was not provided']),
  ),
  bad(
    'files that are a text',
    create({ files: 'a.ts' }),
    wrongType('files', ['is "a.ts"', 'must be an array', 'Send one'], ['FileInput', '"a.ts"']),
  ),
  bad(
    'too long an idempotency key',
    create({ idempotencyKey: 'k'.repeat(256) }),
    invalid('Idempotency-Key', 'idempotencyKey', ['256 characters', ...KEY]),
  ),
  bad(
    'an empty idempotency key',
    create({ idempotencyKey: '' }),
    invalid('Idempotency-Key', 'idempotencyKey', ['0 characters', ...KEY]),
  ),
  bad(
    'an idempotency key with a NUL',
    { graphql: create({ idempotencyKey: 'a\0b' }).graphql },
    invalid('Idempotency-Key', 'idempotencyKey', ['NUL', 'Remove it']),
  ),
  bad(
    'an idempotency key with half of a surrogate pair',
    { graphql: create({ idempotencyKey: 'a\ud800' }).graphql },
    invalid('Idempotency-Key', 'idempotencyKey', ['surrogate pair', 'Send it as valid Unicode']),
  ),
  bad(
    'an idempotency key in the body of a creation',
    { rest: () => post('/api/rag/sessions', { project_id: 'new', files: [], idempotency_key: 'k1' }) },
    invalid('idempotency_key', '', KEY_IN_BODY),
  ),
  bad(
    'an idempotency key in the body of a message',
    {
      rest: ({ dialogId }) =>
        post('/api/chat/messages', { dialog_session_id: dialogId, message: 'Why?', idempotency_key: 'k1' }),
    },
    invalid('idempotency_key', '', KEY_IN_BODY),
  ),
  bad('an idempotency key of another request', create({ idempotencyKey: 'used' }), {
    code: 'IDEMPOTENCY_MISMATCH',
    status: 422,
    says: ['"used"', 'was used for another request', 'Send a new key'],
  }),
  bad(
    'a key of another snapshot, for a project that was never seen',
    {
      rest: () => post('/api/index/snapshot', { project_id: 'never seen', files: [] }, { 'idempotency-key': 'used' }),
      graphql: () =>
        run(IndexSnapshotDocument, { input: { projectId: 'never seen', files: [], idempotencyKey: 'used' } }),
    },
    { code: 'IDEMPOTENCY_MISMATCH', status: 422, says: ['"used"', 'was used for another request', 'Send a new key'] },
  ),
  bad(
    'an upsert of an unsafe path',
    changes([deletion('gone.ts'), upsert('../x.ts')]),
    invalid('changed_files[1].path', 'changes.1.upsert.path', ['"../x.ts"', 'has the segment ".."', 'resolved']),
  ),
  bad(
    'an upsert with a wrong hash',
    changes([
      {
        rest: { op: 'upsert', path: 'a.ts', content: 'new', content_hash: '0'.repeat(64) },
        graphql: { upsert: { path: 'a.ts', content: 'new', contentHash: '0'.repeat(64) } },
      },
    ]),
    invalid('changed_files[0].content_hash', 'changes.0.upsert.contentHash', ['0000', 'SHA-256 is', 'raw bytes']),
  ),
  bad(
    'a deletion of an unsafe path',
    changes([deletion('/etc/passwd')]),
    invalid('changed_files[0].path', 'changes.0.delete', ['"/etc/passwd"', 'is absolute', 'without the leading "/"']),
  ),
  bad(
    'a rename out of the project',
    changes([rename('a.md', '../a.md')]),
    invalid('changed_files[0].new_path', 'changes.0.rename.to', ['"../a.md"', 'has the segment ".."', 'resolved']),
  ),
  bad(
    'a rename from outside',
    changes([rename('C:\\a.md', 'a.md')]),
    invalid('changed_files[0].path', 'changes.0.rename.from', ['"C:\\\\a.md"', 'has a backslash', 'Separate folders']),
  ),
  bad(
    'a rename onto a path that is upserted',
    changes([upsert('b.md'), rename('a.md', 'b.md')]),
    invalid('changed_files[1].new_path', 'changes.1.rename.to', ['"b.md"', 'is given twice', 'Give each path once']),
  ),
  bad(
    'two renames onto one path',
    changes([rename('a.md', 'c.md'), rename('b.md', 'C.md')]),
    invalid('changed_files[1].new_path', 'changes.1.rename.to', ['"C.md"', 'only in case', 'Rename one of them']),
  ),
  bad(
    'a rename of what another change writes',
    changes([rename('a.md', 'b.md'), upsert('a.md')]),
    invalid('changed_files[0].path', 'changes.0.rename.from', [
      '"a.md"',
      'target of another change',
      'a later request',
    ]),
  ),
  bad('an upsert of one path and its deletion', changes([upsert('a.md'), deletion('a.md')]), {
    ...invalid('changed_files[1].path', 'changes.1.delete', ['"a.md"', 'is given twice', 'Give each path once']),
  }),
  bad(
    'an unknown operation',
    { rest: changes([{ rest: { op: 'move', path: 'a.md' }, graphql: {} }]).rest },
    wrongType('changed_files[0].op', ['is "move"; it must be one of "upsert", "delete", "rename"'], []),
  ),
  bad(
    'a rename to nowhere',
    changes([{ rest: { op: 'rename', path: 'a.md' }, graphql: { rename: { from: 'a.md' } } }]),
    wrongType('changed_files[0].new_path', ['is missing', 'Give a string'], ['"to"', 'input.changes[0].rename']),
  ),
  bad(
    'a change that is two',
    { graphql: changes([{ rest: {}, graphql: { delete: 'a.md', rename: { from: 'a.md', to: 'b.md' } } }]).graphql },
    wrongType('', [], ['Exactly one key', 'FileChangeInput']),
  ),
  bad(
    'a change with a field that is none',
    { graphql: changes([{ rest: {}, graphql: { move: 'a.md' } }]).graphql },
    wrongType('', [], ['"move"', 'FileChangeInput']),
  ),
  bad('a base version that is long gone', changes([upsert('new.md')], { baseVersion: 7 }), {
    code: 'STALE_VERSION',
    status: 409,
    says: ['at version 1, not 7', 'send the changes again'],
  }),
  bad(
    'a base version in quotes',
    changes([], { baseVersion: '1' }),
    wrongType('base_version', ['is "1"', 'must be a number', 'Send one'], ['"1"', 'input.baseVersion']),
  ),
  bad(
    'a base version beyond 32 bits',
    changes([], { baseVersion: 3e9 }),
    wrongType('base_version', ['is 3000000000', 'must fit into 32 bits', 'leave it out'], ['3000000000', '32-bit']),
  ),
  bad(
    'changes to a project that was never seen',
    {
      rest: () => post('/api/index/changes', { project_id: 'never seen', changed_files: [upsert('a.md').rest] }),
      graphql: () =>
        run(IndexChangesDocument, { input: { projectId: 'never seen', changes: [upsert('a.md').graphql] } }),
    },
    notFound('project', 'never seen'),
  ),
];

interface Creation {
  readonly projectId?: string | undefined;
  readonly files?: unknown;
  readonly idempotencyKey?: string;
}

function create({ idempotencyKey, ...given }: Creation): Doors {
  const input = { projectId: 'new', files: [], ...given };
  const headers = idempotencyKey === undefined ? undefined : { 'idempotency-key': idempotencyKey };
  return {
    rest: () => post('/api/rag/sessions', { project_id: input.projectId, files: input.files }, headers),
    graphql: () => run(CreateRagSessionDocument, { input: { ...input, idempotencyKey } }),
  };
}

function changes(list: readonly Change[], { baseVersion }: { baseVersion?: unknown } = {}): Doors {
  return {
    rest: ({ sessionId }) =>
      post(`/api/rag/sessions/${sessionId}/changes`, {
        changed_files: list.map(({ rest }) => rest),
        base_version: baseVersion,
      }),
    graphql: ({ sessionId }) =>
      run(ApplyChangesDocument, { input: { sessionId, baseVersion, changes: list.map(({ graphql }) => graphql) } }),
  };
}
