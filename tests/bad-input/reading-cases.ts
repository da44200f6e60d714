import {
  DialogMessagesDocument,
  IndexJobEventsDocument,
  RetrieveDocument,
  TaskEventsDocument,
} from '../../src/generated/documents/graphql.js';
import {
  type BadCase,
  bad,
  type Call,
  type Doors,
  get,
  invalid,
  malformed,
  post,
  type Refusal,
  run,
  wrongType,
} from './bad-case.js';

export const MAX_PAGE_SIZE = 20;

const PAGE = ['at most 20 (MAX_PAGE_SIZE)', 'Ask for less and page on'];
const HITS = 'from 1 to 20 (MAX_PAGE_SIZE)';
const FOREIGN_CURSOR = ['is not a cursor of this list', 'Pass one that it gave you'];
const BEYOND_END = {
  code: 'UNKNOWN_CURSOR',
  status: 422,
  says: ['999', 'whose last event is', 'Resume after'],
} as const;
const NO_CURSOR = ['is not a cursor', 'Send the id of an event'];

/** It comes before any resolver, and says neither the value nor the field's path. */
function refusedByPothos(argument: string): Refusal {
  return {
    code: 'INVALID_INPUT',
    status: 422,
    says: [`Argument "${argument}"`, 'non-negative integer', 'Ask for 0 or more items'],
  };
}

export const readingCases: readonly BadCase[] = [
  bad('a page larger than the cap', messages({ first: 21 }), invalid('limit', 'first', ['21', ...PAGE])),
  bad('a negative page', { rest: messages({ first: -1 }).rest }, invalid('limit', 'first', ['is -1', 'at least 1'])),
  bad(
    'a page of nothing',
    { rest: messages({ first: 0 }).rest },
    invalid('limit', 'first', ['is 0', 'at least 1', 'more']),
  ),
  bad('a negative page', { graphql: messages({ first: -1 }).graphql }, refusedByPothos('first')),
  bad(
    'a page that is no number',
    { rest: messages({ first: 'ten' }).rest },
    invalid('limit', 'first', ['is "ten"', 'must be a number', 'Send one']),
  ),
  bad(
    'half a page',
    messages({ first: 1.5 }),
    wrongType('limit', ['is 1.5', 'must be an int', 'Send one'], ['non-integer value: 1.5', '$first']),
  ),
  bad('a page after nonsense', messages({ after: 'zzz' }), invalid('after', 'after', ['"zzz"', ...FOREIGN_CURSOR])),
  bad(
    'a page after a cursor of another list',
    messages({ after: Buffer.from('GPC:S:ses_1').toString('base64') }),
    invalid('after', 'after', FOREIGN_CURSOR),
  ),
  bad('a negative page from the end', ofSession('jobs(last: -1) { nodes { id } }'), refusedByPothos('last')),
  bad(
    'too many files at once',
    ofSession('files(first: 21) { nodes { path } }'),
    invalid('', 'first', ['21', ...PAGE]),
  ),
  bad(
    'files after nonsense',
    ofSession('files(after: "zzz") { nodes { path } }'),
    invalid('', 'after', ['"zzz"', ...FOREIGN_CURSOR]),
  ),
  bad(
    'too many problems at once',
    ofSession('coverage { problems(first: 21) { nodes { path } } }'),
    invalid('', 'first', ['21', ...PAGE]),
  ),
  bad(
    'too many ids at once',
    { graphql: () => run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(21).fill('x') }) },
    invalid('', 'ids', ['has 21 ids', 'limit is 20', 'Ask in several requests']),
  ),
  bad(
    'a manifest with a hash that is none',
    ofSession('compareManifest(manifest: [{ path: "a.md", contentHash: "abc" }]) { version }'),
    { code: 'INVALID_INPUT', status: 422, says: ['"abc" is not 64 lower-case hexadecimal digits', 'Give the SHA-256'] },
  ),

  bad('a task’s events from beyond the end', taskEvents('999'), BEYOND_END),
  bad('a task’s events from before the start', taskEvents('-1'), cursorRefused('after', '-1')),
  bad('a task’s events from nonsense on', taskEvents('abc'), cursorRefused('after', 'abc')),
  bad('a task’s events from beyond any number', taskEvents('9'.repeat(20)), cursorRefused('after', '9'.repeat(20))),
  bad(
    'a task’s events from what a document says',
    {
      graphql: ({ taskId }) => run(`subscription { taskEvents(taskId: "${taskId}", after: "zz") { __typename } }`),
    },
    cursorRefused('after', 'zz'),
  ),
  bad('a Last-Event-ID beyond the end', lastEventId('999'), BEYOND_END),
  bad('a Last-Event-ID that is none', lastEventId('abc'), invalid('Last-Event-ID', '', ['"abc"', ...NO_CURSOR])),
  bad('a job’s events from beyond the end', jobEvents('999'), BEYOND_END),
  bad('a job’s events from nonsense on', jobEvents('1.5'), cursorRefused('after', '1.5')),
  bad(
    'the events of no task',
    { rest: () => get('/api/events') },
    invalid('task_id', '', ['is missing', 'task_id=tsk_']),
  ),

  bad(
    'an empty query',
    search({ query: ' ' }),
    invalid('query', 'query', ['must not be empty', 'Say what to look for']),
  ),
  bad('no hits at all', search({ topK: 0 }), invalid('limit', 'topK', ['is 0', HITS, 'Ask for at least one'])),
  bad('fewer hits than none', search({ topK: -1 }), invalid('limit', 'topK', ['is -1', HITS, 'Ask for at least one'])),
  bad('more hits than the cap', search({ topK: 21 }), invalid('limit', 'topK', ['is 21', HITS, 'Ask for fewer hits'])),
  bad(
    'hits in quotes',
    search({ topK: '3' }),
    wrongType('limit', ['is "3"', 'must be a number', 'Send one'], ['"3"', 'input.topK']),
  ),
  bad(
    'no query',
    search({ query: undefined }),
    wrongType('query', ['is missing', 'Give a string'], ['"query"', 'was not provided']),
  ),
  bad(
    'an unknown way to search',
    { graphql: ({ sessionId }) => run(RetrieveDocument, { sessionId, input: { query: 'x', mode: 'MAGIC' } }) },
    malformed(['"MAGIC"', 'SearchMode']),
  ),
];

/** Over GraphQL the cursor's own type refuses it. */
function cursorRefused(rest: string, cursor: string) {
  return {
    code: 'INVALID_INPUT',
    status: 422,
    field: { rest, graphql: '' },
    says: [`"${cursor}" is not a cursor`, 'Send the', 'of an event that you have received, or leave it out'],
  } as const;
}

function messages({ first, after }: { first?: number | string; after?: string }): Doors {
  const query = new URLSearchParams();
  if (first !== undefined) query.set('limit', String(first));
  if (after !== undefined) query.set('after', after);
  return {
    rest: ({ dialogId }) => get(`/api/chat/dialogs/${dialogId}/messages?${query}`),
    graphql: ({ dialogId }) => run(DialogMessagesDocument, { dialogId, first, after }),
  };
}

/** What is asked of a session; there is no such list over REST. */
function ofSession(selection: string): Doors {
  return {
    graphql: ({ sessionId }) => run(`query ($id: ID!) { ragSession(id: $id) { ${selection} } }`, { id: sessionId }),
  };
}

function taskEvents(after: string): Doors {
  return {
    rest: ({ taskId }) => get(`/api/events?task_id=${taskId}&after=${after}`),
    graphql: ({ taskId }) => run(TaskEventsDocument, { taskId, after }),
  };
}

function lastEventId(id: string): { rest: (world: { taskId: string }) => Call } {
  return { rest: ({ taskId }) => get(`/api/events?task_id=${taskId}&after=1`, { 'last-event-id': id }) };
}

function jobEvents(after: string): Doors {
  return {
    rest: ({ jobId }) => get(`/api/index/jobs/${jobId}/events?after=${after}`),
    graphql: ({ jobId }) => run(IndexJobEventsDocument, { jobId, after }),
  };
}

function search(given: { query?: string | undefined; topK?: unknown }): Doors {
  const input = { query: 'hello', ...given };
  return {
    rest: ({ sessionId }) =>
      post('/internal/rag/retrieve', { rag_session_id: sessionId, query: input.query, limit: input.topK }),
    graphql: ({ sessionId }) => run(RetrieveDocument, { sessionId, input }),
  };
}
