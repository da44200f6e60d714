import { gzipSync } from 'node:zlib';
import { type BadCase, bad, type Call, type Doors, get, malformed, post, run, tooLarge } from './bad-case.js';

export const MAX_REQUEST_BYTES = 512 * 1024;

const JSON_TYPE = { 'content-type': 'application/json' };
const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };
const BODY_LIMIT = [`larger than ${MAX_REQUEST_BYTES} bytes (MAX_REQUEST_BYTES)`, 'Send it in several requests'];
const NOT_WHOLE = ['not whole, or not the gzip that Content-Encoding says', 'Send it again'];
const MUTATION = 'mutation { deleteRagSession(id: "ses_x") { __typename } }';

export const requestCases: readonly BadCase[] = [
  bad('malformed JSON', body('{"project_id": ', JSON_TYPE), malformed(['JSON'])),
  bad('no body', body(undefined, JSON_TYPE), malformed(['JSON'])),
  bad(
    'a body that is not UTF-8',
    body(Buffer.from([0x7b, 0xff]), JSON_TYPE),
    malformed(['not UTF-8', 'Send JSON in UTF-8']),
  ),
  bad('a body larger than the limit', body(' '.repeat(MAX_REQUEST_BYTES + 1), JSON_TYPE), tooLarge(BODY_LIMIT)),
  bad('a body that unfolds beyond the limit', body(gzipSync(Buffer.alloc(50_000_000, 32)), GZIP), tooLarge(BODY_LIMIT)),
  bad(
    'a body that unfolds twice',
    body(gzipSync(gzipSync(Buffer.alloc(50_000_000, 32))), GZIP),
    malformed(['not UTF-8', 'Send JSON in UTF-8']),
  ),
  bad('gzip that is cut short', body(gzipSync('{"project_id": "new"}').subarray(0, 24), GZIP), malformed(NOT_WHOLE)),
  bad('a body that says gzip and is none', body('{}', GZIP), malformed(NOT_WHOLE)),
  bad(
    'a body of null',
    { rest: body('null', JSON_TYPE).rest },
    {
      code: 'INVALID_INPUT',
      status: 422,
      says: ['The body is null', 'must be an object', 'Send one'],
    },
  ),
  bad(
    'a body that is a list',
    { rest: body('[]', JSON_TYPE).rest },
    {
      code: 'INVALID_INPUT',
      status: 422,
      says: ['The body is []', 'must be an object', 'Send one'],
    },
  ),
  bad(
    'a body of text',
    { rest: body('{}', { 'content-type': 'text/plain' }).rest },
    malformed(['"text/plain"', 'Send application/json'], 415),
  ),
  bad(
    'a body of a form',
    { rest: body('project_id=new', { 'content-type': 'application/x-www-form-urlencoded' }).rest },
    malformed(['"application/x-www-form-urlencoded"', 'Send application/json'], 415),
  ),
  bad(
    'another compression',
    body('{}', { ...JSON_TYPE, 'content-encoding': 'br' }),
    malformed(['"br"', 'Send gzip, or no encoding'], 415),
  ),
  bad(
    'a form that a foreign page could send',
    {
      graphql: () => ({ method: 'POST', path: '/graphql', headers: { 'content-type': 'text/plain' }, body: MUTATION }),
    },
    { code: 'FORBIDDEN', status: 403, says: ['page of another site', 'Send POST with'] },
  ),
  bad(
    'a mutation by GET',
    {
      graphql: () =>
        get(`/graphql?query=${encodeURIComponent(MUTATION)}`, {
          accept: 'application/json',
          'x-graphql-yoga-csrf': '1',
        }),
    },
    malformed(['mutation', 'from a POST request'], 405),
  ),
  bad(
    'several operations at once',
    { graphql: () => post('/graphql', [{ query: '{ __typename }' }], { accept: 'application/json' }) },
    malformed(['Batching is not supported']),
  ),
  bad('no document', { graphql: () => post('/graphql', {}) }, malformed(['query string'])),
  bad('a document that breaks off', document('{ ragSessions {'), malformed(['Syntax Error', '<EOF>'])),
  bad('an unknown field', document('{ secrets }'), malformed(['"secrets"', 'type "Query"'])),
  bad(
    'two operations and no name',
    document('query A { __typename } query B { __typename }'),
    malformed(['what operation to execute']),
  ),
  bad(
    'fragments that spread each other',
    document('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    malformed(['"A"', 'within itself']),
  ),
  bad(
    'too many aliases',
    document(`{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`),
    malformed(['limit of 30', '31', 'Ask in several requests']),
  ),
  bad(
    'too many directives',
    document(`{ __typename ${'@skip(if: false) '.repeat(31)} }`),
    malformed(['limit of 30', '31', 'Ask in several requests']),
  ),
  bad('too many tokens', document(`{ ${'__typename '.repeat(3001)} }`), malformed(['limit of 3000'])),
  bad(
    'too deep a document',
    document(`{ ragSession(id: "x") ${'{ dialogs { nodes { session '.repeat(8)} { id } ${'} } }'.repeat(8)} }`),
    malformed(['limit of 20', '26', 'by their ids']),
  ),
  bad(
    'too costly a document',
    document(`{ ragSessions { nodes ${'{ jobs { nodes { session '.repeat(5)} ${wide(25)} ${'} } }'.repeat(5)} } }`),
    malformed(['could give', 'at most', 'Ask for smaller pages']),
  ),

  bad(
    'an address that is none',
    { rest: () => get('/api/rag/session') },
    {
      code: 'NOT_FOUND',
      status: 404,
      says: ['no endpoint GET /api/rag/session', 'Check how it is spelt; GET / lists the endpoints'],
    },
  ),
  bad(
    'an address that is not well written',
    { rest: () => get('/api/tasks/%zz') },
    {
      code: 'NOT_FOUND',
      status: 404,
      says: ['no endpoint GET /api/tasks/%zz', 'Check how it is spelt; GET / lists the endpoints'],
    },
  ),
  bad(
    'an address with a NUL',
    { rest: () => get('/api/tasks/tsk_%00') },
    {
      code: 'NOT_FOUND',
      status: 404,
      says: ['no endpoint GET /api/tasks/tsk_%00', 'Check how it is spelt; GET / lists the endpoints'],
    },
  ),
  bad(
    'a method that is not possible there',
    { rest: () => ({ method: 'PUT', path: '/api/rag/sessions' }) },
    malformed(['PUT', 'Allowed: POST'], 405),
  ),
  bad(
    'a method that changes what can only be read',
    { rest: ({ taskId }) => ({ method: 'DELETE', path: `/api/tasks/${taskId}` }) },
    malformed(['DELETE', 'Allowed: GET, HEAD'], 405),
  ),
];

/** The same bytes to an endpoint and to GraphQL. */
function body(content: BodyInit | undefined, headers: Readonly<Record<string, string>>): Doors {
  const call = (path: string): Call => ({ method: 'POST', path, headers, body: content });
  return { rest: () => call('/api/rag/sessions'), graphql: () => call('/graphql') };
}

function document(text: string): Doors {
  return { graphql: () => run(text) };
}

/** Many fields, none asked for twice. */
function wide(count: number): string {
  const fields = Array.from({ length: count }, (_, index) => `f${index}: version`);
  return `{ ${fields.join(' ')} }`;
}
