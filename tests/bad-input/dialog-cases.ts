import { CreateDialogDocument, SendMessageDocument } from '../../src/generated/documents/graphql.js';
import {
  type BadCase,
  bad,
  type Doors,
  invalid,
  notFound,
  post,
  run,
  tooLarge,
  type World,
  wrongType,
} from './bad-case.js';

export const MAX_MESSAGE_CHARS = 500;

const RENAME_DIALOG = `mutation ($input: RenameDialogInput!) {
  renameDialog(input: $input) { __typename ... on Error { code message } ... on InvalidInputError { fields { path message } } }
}`;
const TITLE = 'a title has 1 to 200';
const MODES = ['auto', 'project_qa', 'project_edits', 'docs_generation', 'qa', 'code_change', 'analytics_review'];
const LINES = ['lines begin at 1', 'Name'];

/** What is wrong with an attached file, its fields as GraphQL writes them, the bad one, what is said of it. */
const FILES: readonly (readonly [what: string, file: AttachedFile, field: keyof AttachedFile, says: string[]])[] = [
  ['from line 0 on', { path: 'a.md', startLine: 0 }, 'startLine', ['is 0', ...LINES]],
  ['from a negative line on', { path: 'a.md', startLine: -3 }, 'startLine', ['is -3', ...LINES]],
  ['that ends before it begins', { path: 'a.md', startLine: 5, endLine: 2 }, 'endLine', ['is 2', 'line 5', 'Name']],
  ['without a path', { path: '' }, 'path', ['empty path', 'such as']],
  ['outside the project', { path: '../../etc/passwd' }, 'path', ['"../../etc/passwd"', 'has the segment ".."', 'Give']],
  ['with a NUL in its path', { path: 'a\0.md' }, 'path', ['control character', 'Rename']],
  ['with a NUL in its text', { path: 'a.md', unsavedContent: 'a\0' }, 'unsavedContent', ['NUL', 'Remove it']],
  ['with half a surrogate pair', { path: 'a.md', unsavedContent: '\udfff' }, 'unsavedContent', ['surrogate', 'Send']],
  [
    'with too long a text',
    { path: 'a.md', unsavedContent: 'x'.repeat(400_001) },
    'unsavedContent',
    ['400001 characters', 'the limit is 400000', 'Save the file'],
  ],
];

interface AttachedFile {
  readonly path: string;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly unsavedContent?: string;
}

const REST_NAME = { path: 'path', startLine: 'start_line', endLine: 'end_line', unsavedContent: 'content' } as const;

export const dialogCases: readonly BadCase[] = [
  bad(
    'too long a title',
    dialog('t'.repeat(201)),
    invalid('title', 'title', ['is 201 characters long', TITLE, 'leave it out']),
  ),
  bad('a title of spaces', dialog('  '), invalid('title', 'title', [TITLE, 'leave it out'])),
  bad('a title with a NUL', dialog('a\0b'), invalid('title', 'title', ['NUL', 'Remove it'])),
  bad('a title with half a surrogate pair', dialog('a\ud83d'), invalid('title', 'title', ['surrogate pair', 'Send'])),
  bad(
    'a new title with a NUL',
    { graphql: ({ dialogId }) => run(RENAME_DIALOG, { input: { dialogId, title: 'a\0' } }) },
    invalid('title', 'title', ['NUL', 'Remove it']),
  ),
  bad('an empty message', message({ text: '' }), invalid('message', 'text', ['is empty', 'Send the question'])),
  bad('a message of spaces', message({ text: ' \n ' }), invalid('message', 'text', ['is empty', 'Send the question'])),
  bad('a message with a NUL', message({ text: 'a\0b' }), invalid('message', 'text', ['NUL', 'Remove it'])),
  bad(
    'a message with half a surrogate pair',
    message({ text: 'a\ud83d' }),
    invalid('message', 'text', ['surrogate pair', 'Send']),
  ),
  bad(
    'too long a message',
    message({ text: 'x'.repeat(MAX_MESSAGE_CHARS + 1) }),
    tooLarge(['has 501 characters', 'limit is 500 (MAX_MESSAGE_CHARS)', 'Shorten it, or attach a file']),
  ),
  bad(
    'a message that is a number',
    message({ text: 7 }),
    wrongType('message', ['is 7', 'must be a string', 'Send one'], ['non string value: 7', 'input.text']),
  ),
  bad(
    'an unknown mode',
    message({ mode: 'SING' }),
    wrongType('mode', ['is "sing"; it must be one of', ...MODES, 'Send one of these'], ['"SING"', 'MessageMode']),
  ),
  bad(
    'an unknown word for a busy dialog',
    message({ onBusy: 'PANIC' }),
    wrongType('on_busy', ['is "panic"; it must be one of "queue", "reject", "interrupt"'], ['"PANIC"', 'BusyStrategy']),
  ),
  bad(
    'a budget beyond the server’s tokens',
    message({ budget: { maxTotalTokens: 200_001 } }),
    invalid('budget.max_total_tokens', 'budget.maxTotalTokens', [
      'is 200001',
      '1 to 200000 (MAX_TASK_TOKENS)',
      'Ask for less',
    ]),
  ),
  bad(
    'a budget of less than no tokens',
    message({ budget: { maxTotalTokens: -5 } }),
    invalid('budget.max_total_tokens', 'budget.maxTotalTokens', [
      'is -5',
      '1 to 200000 (MAX_TASK_TOKENS)',
      'Ask for more',
    ]),
  ),
  bad(
    'a budget beyond 32 bits',
    message({ budget: { maxTotalTokens: 1e12 } }),
    wrongType(
      'budget.max_total_tokens',
      ['is 1000000000000', 'must fit into 32 bits', 'Ask for less'],
      ['1000000000000', '32-bit'],
    ),
  ),
  bad(
    'a budget of no time',
    message({ budget: { maxSeconds: 0 } }),
    invalid('budget.max_seconds', 'budget.maxSeconds', ['is 0', '1 to 1800 (MAX_TASK_SECONDS)', 'Ask for more']),
  ),
  bad(
    'a budget of half a second',
    message({ budget: { maxSeconds: 0.5 } }),
    wrongType('budget.max_seconds', ['is 0.5', 'must be an int', 'Send one'], ['non-integer value: 0.5', 'maxSeconds']),
  ),
  bad(
    'a message to a dialog of another session',
    message(({ other }) => ({ sessionId: other.sessionId })),
    {
      code: 'DIALOG_SESSION_MISMATCH',
      status: 409,
      says: ['The dialog "dlg_', 'belongs to the session "ses_', 'Name that session or leave it out'],
    },
  ),
  bad(
    'a message after a job that does not exist',
    message({ afterJobId: 'job_01jd7h0000f00r00000000000g' }),
    notFound('index job', 'job_01jd7h0000f00r00000000000g'),
  ),
  bad(
    'a message after a job of another session',
    message(({ other }) => ({ afterJobId: other.jobId })),
    notFound('index job', 'job_'),
  ),
  bad(
    'a message after somebody else’s job',
    message(({ foreign }) => ({ afterJobId: foreign.jobId })),
    notFound('index job', 'job_'),
  ),
  ...FILES.map(([what, file, field, says]) =>
    bad(
      `an attached file ${what}`,
      message({ attachments: [{ file: { path: 'good.md' } }, { file }] }),
      invalid(`attachments[1].${REST_NAME[field]}`, `attachments.1.file.${field}`, says),
    ),
  ),
  bad(
    'an attached page that is no web address',
    message({ attachments: [{ confluence: { url: 'ftp://wiki/page' } }] }),
    invalid('attachments[0].url', 'attachments.0.confluence.url', ['"ftp://wiki/page"', 'http(s)', 'Give']),
  ),
  bad(
    'an attached page whose address has a password',
    message({ attachments: [{ confluence: { url: 'https://ann:secret@wiki/page' } }] }),
    {
      ...invalid('attachments[0].url', 'attachments.0.confluence.url', ['user name or password', 'Give']),
      secret: 'secret',
    },
  ),
  bad(
    'an attached page with a NUL in its address',
    message({ attachments: [{ confluence: { url: 'https://wiki/\0' } }] }),
    invalid('attachments[0].url', 'attachments.0.confluence.url', ['NUL', 'Remove it']),
  ),
  bad(
    'an attached page with too long an address',
    message({ attachments: [{ confluence: { url: `https://wiki/${'x'.repeat(3000)}` } }] }),
    invalid('attachments[0].url', 'attachments.0.confluence.url', ['3013 characters', 'the limit is 2048', 'Give']),
  ),
  bad(
    'too many attachments',
    message({ attachments: Array.from({ length: 21 }, () => ({ file: { path: 'a.md' } })) }),
    invalid('attachments', 'attachments', ['has 21 entries', 'the limit is 20', 'Attach fewer']),
  ),
  bad(
    'an attachment of an unknown kind',
    message({ attachments: [{ video: { url: 'https://x' } }] }),
    wrongType(
      'attachments[0].type',
      ['is "video"; it must be one of "file", "confluence"'],
      ['"video"', 'AttachmentInput'],
    ),
  ),
  bad(
    'half a line',
    message({ attachments: [{ file: { path: 'a.md', startLine: 1.5 } }] }),
    wrongType(
      'attachments[0].start_line',
      ['is 1.5', 'must be an int', 'Send one'],
      ['non-integer value: 1.5', 'startLine'],
    ),
  ),
];

function dialog(title: string): Doors {
  return {
    rest: ({ sessionId }) => post('/api/chat/dialogs', { rag_session_id: sessionId, title }),
    graphql: ({ sessionId }) => run(CreateDialogDocument, { input: { sessionId, title } }),
  };
}

interface Message {
  readonly text?: unknown;
  readonly mode?: string;
  readonly sessionId?: string;
  readonly afterJobId?: string;
  readonly onBusy?: string;
  readonly budget?: { readonly maxTotalTokens?: number; readonly maxSeconds?: number };
  readonly attachments?: readonly Readonly<Record<string, object>>[];
}

/** A message to the dialog, good but for what is given. */
function message(given: Message | ((world: World) => Message)): Doors {
  const inputIn = (world: World) => {
    const more = typeof given === 'function' ? given(world) : given;
    return { dialogId: world.dialogId, text: 'Why?', ...more };
  };
  return {
    rest: (world) => {
      const { dialogId, text, mode, sessionId, afterJobId, onBusy, budget, attachments } = inputIn(world);
      return post('/api/chat/messages', {
        dialog_session_id: dialogId,
        message: text,
        mode: mode?.toLowerCase(),
        rag_session_id: sessionId,
        after_index_job_id: afterJobId,
        on_busy: onBusy?.toLowerCase(),
        budget: budget && { max_total_tokens: budget.maxTotalTokens, max_seconds: budget.maxSeconds },
        attachments: attachments?.map(inRest),
      });
    },
    graphql: (world) => run(SendMessageDocument, { input: inputIn(world) }),
  };
}

function inRest(attachment: Readonly<Record<string, object>>): object {
  const [[type = '', fields = {}] = []] = Object.entries(attachment);
  const renamed = Object.entries(fields).map(([name, value]) => [
    (REST_NAME as Record<string, string>)[name] ?? name,
    value,
  ]);
  return { type, ...Object.fromEntries(renamed) };
}
