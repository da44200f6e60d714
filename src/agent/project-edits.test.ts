import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../tests/kit/agent/agent-fixture.js';
import { expectToApply } from '../../tests/kit/agent/apply-changeset.js';
import { hashOf, InMemoryRetriever } from '../../tests/kit/agent/in-memory-retriever.js';
import { crashTurn, inputOf, runTurn, stepsOf, textOfDeltas } from '../../tests/kit/agent/run-turn.js';
import type { ScriptedModel, ScriptedReply } from '../../tests/kit/agent/scripted-model.js';
import type { AgentEvent, AgentInput } from '../contracts/agent-runner.js';
import type { CheckName } from '../contracts/changeset.js';

const HUGE = Array.from({ length: 3_000 }, (_, index) => `Entry ${index} of the log.\n`).join('');
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'README.md': '# Shop\n\nRuns on port 8080.\n\nSee the port list.\n',
  'docs/windows.md': 'one\r\ntwo\r\nthree\r\n',
  'docs/mixed.md': 'one\r\ntwo\nthree\r\n',
  'docs/mark.md': '\ufeffTitle\r\nText',
  'docs/обзор.md': 'Обзор\n',
  'docs/1251.txt': Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xec, 0xe8, 0xf0, 0x2e, 0x0a]),
  'docs/logo.md': Buffer.from('89504e470d0a1a0a', 'hex'),
  'config/app.json': '{\n  "port": 8080\n}\n',
  'config/app.yaml': 'port: 8080\n',
  'config/app.toml': 'port = 8080\n',
  'src/main.ts': 'export const port = 8080;\n',
};

/** Only where it is asked for: searching it takes time. */
const WITH_HUGE = { ...FILES, 'docs/huge.md': HUGE };

const fixture = AgentFixture.use();

type Planned = [op: 'create' | 'update' | 'delete', path: string];

const plan = (operations: readonly Planned[], more: object = {}) =>
  JSON.stringify({
    summary: 'The new port.',
    operations: operations.map(([op, path]) => ({ op, path, intent: 'Do it.' })),
    ...more,
  });
const pair = (find: string, replace: string) => `<find>\n${find}\n</find>\n<replace>\n${replace}\n</replace>`;
const whole = (content: string) => `<content>\n${content}\n</content>`;
const APPROVED = '{"approved": true}';
const repair = (path: string, instruction = 'Do it better.') =>
  JSON.stringify({ approved: false, repairs: [{ path, instruction }] });

async function edit(replies: readonly ScriptedReply[], changes: Partial<AgentInput> = {}) {
  const isHuge = JSON.stringify(replies).includes('docs/huge.md');
  fixture.retriever = new InMemoryRetriever(isHuge ? WITH_HUGE : FILES);
  const { runner, model } = fixture.withModel(...replies);
  const input = inputOf({
    dialogId: fixture.newDialog(),
    mode: 'PROJECT_EDITS',
    text: 'Change the port to 9090.',
    ...changes,
  });
  return { model, ...(await runTurn(runner, input)) };
}

const promptOf = (model: ScriptedModel, call: number) =>
  model.calls[call]?.map(({ content }) => content).join('\n') ?? '';

describe('what a model plans and writes well', () => {
  const cases: [string, ScriptedReply[], Record<string, string | null>][] = [
    [
      'a replacement',
      [plan([['update', 'README.md']]), pair('port 8080', 'port 9090'), APPROVED],
      { 'README.md': '# Shop\n\nRuns on port 9090.\n\nSee the port list.\n' },
    ],
    [
      'CRLF under anchors with LF',
      [plan([['update', 'docs/windows.md']]), pair('one\ntwo', 'one\nnew\ntwo'), APPROVED],
      { 'docs/windows.md': 'one\r\nnew\r\ntwo\r\nthree\r\n' },
    ],
    [
      'mixed line endings in a file given whole',
      [plan([['update', 'docs/mixed.md']]), whole('one\ntwo\nnew\nthree'), APPROVED],
      { 'docs/mixed.md': 'one\r\ntwo\nnew\r\nthree\r\n' },
    ],
    [
      'a byte order mark and no final newline',
      [plan([['update', 'docs/mark.md']]), pair('Text', 'Text\nMore'), APPROVED],
      { 'docs/mark.md': '\ufeffTitle\r\nText\r\nMore' },
    ],
    [
      'a Cyrillic path in NFD',
      [plan([['update', 'docs/обзор.md'.normalize('NFD')]]), pair('Обзор', 'Новый обзор'), APPROVED],
      { 'docs/обзор.md': 'Новый обзор\n' },
    ],
    [
      'one place of a huge file',
      [plan([['update', 'docs/huge.md']]), pair('Entry 2999 of the log.', 'The last entry.'), APPROVED],
      { 'docs/huge.md': HUGE.replace('Entry 2999 of the log.', 'The last entry.') },
    ],
    [
      'several files, one of them new and one to be deleted',
      [
        plan([
          ['create', 'docs/ports.md'],
          ['delete', 'docs/windows.md'],
          ['update', 'config/app.json'],
        ]),
        whole('# Ports\n\n9090'),
        pair('8080', '9090'),
        APPROVED,
      ],
      { 'docs/ports.md': '# Ports\n\n9090\n', 'docs/windows.md': null, 'config/app.json': '{\n  "port": 9090\n}\n' },
    ],
    [
      'a fenced plan between words',
      [
        `Here you are:\n\`\`\`json\n${plan([['update', 'config/app.yaml']])}\n\`\`\`\nDone.`,
        `\`\`\`\n${pair('8080', '9090')}\n\`\`\``,
        APPROVED,
      ],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'a plan that is no JSON at first',
      ['I would change it.', plan([['update', 'config/app.yaml']]), pair('8080', '9090'), APPROVED],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'a plan that was cut at first',
      [{ cut: plan([['delete', 'README.md']]) }, plan([['update', 'config/app.yaml']]), pair('8080', '9090'), APPROVED],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'a change that was cut at first',
      [plan([['update', 'config/app.yaml']]), { cut: pair('8080', '1') }, pair('8080', '9090'), APPROVED],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'a change of no form at first',
      [plan([['update', 'config/app.yaml']]), 'port: 9090', whole('port: 9090'), APPROVED],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'a long file given whole at first',
      [plan([['update', 'docs/huge.md']]), whole('All new.'), pair('Entry 0 of', 'Entry zero of'), APPROVED],
      { 'docs/huge.md': HUGE.replace('Entry 0 of', 'Entry zero of') },
    ],
    [
      'a verdict that is no JSON at first',
      [plan([['update', 'config/app.yaml']]), pair('8080', '9090'), 'Fine!', APPROVED],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'an ambiguous anchor, repaired',
      [plan([['update', 'README.md']]), pair('port', 'gate'), APPROVED, pair('port 8080', 'port 9090'), APPROVED],
      { 'README.md': '# Shop\n\nRuns on port 9090.\n\nSee the port list.\n' },
    ],
    [
      'broken YAML, repaired twice',
      [
        plan([['update', 'config/app.yaml']]),
        pair('8080', '[9090'),
        APPROVED,
        pair('8080', '{9090'),
        APPROVED,
        pair('8080', '9090'),
      ],
      { 'config/app.yaml': 'port: 9090\n' },
    ],
    [
      'what its own review wants better',
      [
        plan([['update', 'config/app.toml']]),
        pair('8080', '1'),
        repair('config/app.toml', 'The port is 9090.'),
        pair('8080', '9090'),
        APPROVED,
      ],
      { 'config/app.toml': 'port = 9090\n' },
    ],
  ];

  test.each(cases)('%s', async (_, replies, results) => {
    const { result, events, model } = await edit(replies);
    const operations = result.changeset?.operations ?? [];
    const contents = operations.map((operation) => [
      operation.path,
      operation.op === 'delete' ? null : operation.content,
    ]);
    expect(Object.fromEntries(contents)).toEqual(results);
    await expectToApply(WITH_HUGE, operations);
    expect(result.changeset).toMatchObject({ summary: 'The new port.', baseVersion: 1 });
    for (const path of Object.keys(results)) expect(result.answer).toContain(`\`${path}\``);
    expect(textOfDeltas(events)).toBe(result.answer);
    expect(result).toMatchObject({ citations: [], version: 1, usage: { llmCalls: replies.length } });
    expect(model.calls).toHaveLength(replies.length);
  });
});

describe('what a model plans or writes ill', () => {
  const good: Planned = ['update', 'config/app.yaml'];
  const change = pair('8080', '9090');
  const atPlan: [string, Planned, string, CheckName][] = [
    ['leaves the project', ['create', '../outside.md'], '../outside.md', 'path'],
    ['is absolute', ['create', '/etc/motd.txt'], '/etc/motd.txt', 'path'],
    ['has a drive letter', ['update', 'C:/x.md'], 'C:/x.md', 'path'],
    ['has a NUL', ['create', 'docs/a\0b.md'], 'docs/a\ufffdb.md', 'path'],
    ["is in git's folder", ['create', '.git/config'], '.git/config', 'path'],
    ['runs commands in an editor', ['create', '.vscode/tasks.json'], '.vscode/tasks.json', 'path'],
    ['differs from a file in case', ['create', 'readme.md'], 'readme.md', 'path'],
    ['is the same file again', ['delete', 'config/app.yaml'], 'config/app.yaml', 'path'],
    ['is code', ['update', 'src/main.ts'], 'src/main.ts', 'policy'],
    ['exists already', ['create', 'README.md'], 'README.md', 'base'],
    ['does not exist', ['delete', 'docs/none.md'], 'docs/none.md', 'base'],
    ['is binary', ['update', 'docs/logo.md'], 'docs/logo.md', 'base'],
    ['is windows-1251', ['update', 'docs/1251.txt'], 'docs/1251.txt', 'base'],
  ];

  test.each(atPlan)('a file that %s is left out before anything is written for it', async (_, planned, path, name) => {
    const { result } = await edit([plan([good, planned]), change, APPROVED]);
    expect(result.changeset?.operations.map((operation) => operation.path)).toEqual(['config/app.yaml']);
    const failed = result.changeset?.checks.filter(({ status }) => status === 'FAIL');
    expect(failed).toMatchObject([{ path, name }]);
    expect(result.answer).toContain(`\`${path}\``);
    await expectToApply(FILES, result.changeset?.operations ?? []);
  });

  const atApply: [string, Planned, string, CheckName][] = [
    ['a missing anchor', ['update', 'README.md'], pair('port 1', 'x'), 'applies_once'],
    [
      'overlapping anchors',
      ['update', 'README.md'],
      `${pair('on port', 'a')}${pair('port 8080', 'b')}`,
      'applies_once',
    ],
    ['broken JSON', ['update', 'config/app.json'], pair('8080', '8080,'), 'parses'],
    ['broken TOML', ['update', 'config/app.toml'], pair('8080', ''), 'parses'],
    ['a private key', ['create', 'docs/key.md'], whole(pemLike()), 'secret'],
  ];

  test.each(atApply)('%s is given up after two repairs', async (_, planned, reply, name) => {
    const { result, model } = await edit([plan([good, planned]), change, reply, APPROVED, reply, APPROVED, reply]);
    expect(model.calls).toHaveLength(7);
    expect(promptOf(model, 4)).toContain('What is to be put right in your earlier change of it:');
    expect(result.changeset?.operations.map(({ path }) => path)).toEqual(['config/app.yaml']);
    const failed = result.changeset?.checks.filter(({ status }) => status === 'FAIL');
    expect(failed).toMatchObject([{ path: planned[1], name }]);
    expect(result.answer).toMatch(/Left out:\n- `/);
    expect(JSON.stringify(result)).not.toContain(pemLike().split('\n')[1]);
  });

  test('a change of nothing is left out', async () => {
    const { result } = await edit([plan([['update', 'README.md']]), pair('port 8080', 'port 8080'), APPROVED]);
    expect(result.changeset).toBeNull();
    expect(result.answer).toBe(
      'No change is proposed.\n\nLeft out:\n- `README.md`: nothing in it would change. The file would stay as it is.',
    );
  });

  test('a wish for code alone ends in an answer that names the files', async () => {
    const { result, events } = await edit(
      [plan([['update', 'src/main.ts']], { code_files: ['src/main.ts', 'src/invented.ts'] })],
      { text: 'Поменяй порт в `src/main.ts`, пожалуйста.' },
    );
    expect(result).toMatchObject({ changeset: null, routing: { route: 'PROJECT_EDITS' } });
    expect(result.answer).toBe(
      'Изменений не предлагаю.\n\nАгент предлагает правки только документов, данных и настроек. Эти файлы придётся изменить вам: `src/main.ts`.',
    );
    expect(stepsOf(events)).toEqual(['router', 'retrieve', 'project_edits_plan', 'project_edits_checks']);
  });

  test('what has nothing to be changed is said in the words of the plan', async () => {
    const { result } = await edit([plan([], { summary: 'The port is 9090 already.' })]);
    expect(result).toMatchObject({ changeset: null, answer: 'No change is proposed.\n\nThe port is 9090 already.' });
  });

  test.each([
    ['a plan', ['No.', '{"operations": 1}'], /did not give a plan.*twice.*operations/],
    ['a plan that is cut', [{ cut: '{' }, { cut: '{' }], /did not give a plan.*too long/],
    ['a verdict', [plan([good]), change, 'Fine.', '{"approved": false}'], /did not give a verdict.*name a repair/],
    ['any change', [plan([good]), { cut: change }, 'port: 9090'], /no change that can be used.*config\/app\.yaml/],
  ] as [string, ScriptedReply[], RegExp][])('without %s the turn fails', async (_, replies, message) => {
    fixture.retriever = new InMemoryRetriever(FILES);
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_EDITS', text: 'Change the port.' });
    const { failure } = await crashTurn(fixture.withModel(...replies).runner, input, () => false);
    expect(failure).toMatchObject({ code: 'BAD_MODEL_OUTPUT', retryable: true });
    expect((failure as Error).message).toMatch(message);
  });

  test('no more files are written than a turn may have', async () => {
    const planned = Array.from({ length: 23 }, (_, index): Planned => ['create', `docs/${index}.md`]);
    const { result } = await edit([plan(planned), ...planned.slice(0, 20).map(([, path]) => whole(path)), APPROVED]);
    expect(result.changeset?.operations).toHaveLength(20);
    expect(result.answer).toContain('The plan had 3 more operation(s)');
  });
});

describe('the index and the editor', () => {
  test('a file that changes in the index meanwhile is left out', async () => {
    fixture.retriever = new InMemoryRetriever(FILES);
    const { runner } = fixture.withModel(
      plan([
        ['update', 'README.md'],
        ['update', 'config/app.yaml'],
      ]),
      pair('8080', '9090'),
      pair('8080', '9090'),
      APPROVED,
    );
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_EDITS', text: 'Change the port.' });
    const { failure } = await crashTurn(runner, input, (event) => isStep(event, 'project_edits_checks'));
    expect(failure).not.toBeNull();
    fixture.retriever.replace('README.md', 'Other text, port 8080\n');
    const { result } = await runTurn(runner, input);
    expect(result.changeset).toMatchObject({ baseVersion: 2, operations: [{ path: 'config/app.yaml' }] });
    expect(result.answer).toContain('`README.md`: it cannot be edited from the index. The file has changed');
  });

  test('a file with unsaved text is not edited, and the answer says what to do', async () => {
    const attachment = {
      type: 'file',
      path: 'README.md',
      startLine: null,
      endLine: null,
      unsavedContent: '# Mine\n',
    } as const;
    const { result } = await edit([plan([['update', 'README.md']])], { attachments: [attachment] });
    expect(result.changeset).toBeNull();
    expect(result.answer).toMatch(/`README\.md`: .*unsaved text.*Save and index it/);
  });

  test('a file whose unsaved text is that of the index is edited', async () => {
    const unsavedContent = String(FILES['config/app.yaml']);
    const attachment = {
      type: 'file',
      path: 'config/app.yaml',
      startLine: null,
      endLine: null,
      unsavedContent,
    } as const;
    const { result } = await edit([plan([['update', 'config/app.yaml']]), pair('8080', '9090'), APPROVED], {
      attachments: [attachment],
    });
    expect(result.changeset?.operations).toMatchObject([{ baseHash: hashOf(unsavedContent) }]);
  });
});

describe('what the prompts hold', () => {
  test('the plan sees the files, the passages and what became of an earlier proposal', async () => {
    const proposal = {
      status: 'REJECTED',
      summary: 'Port 7070.',
      operations: [{ op: 'update', path: 'README.md', decision: 'REJECTED', reason: 'Wrong port' }],
    } as const;
    const { model } = await edit([plan([])], {
      history: [
        { role: 'USER', content: 'Change the port' },
        { role: 'ASSISTANT', content: 'Proposed.', proposal },
      ],
    });
    const prompt = promptOf(model, 0);
    expect(prompt).toMatch(/README\.md \(\d+ bytes\)/);
    expect(prompt).not.toContain('src/main.ts (');
    expect(prompt).toContain('<passage n="1"');
    expect(prompt).toContain('- update "README.md": rejected by the person, with the reason "Wrong port"');
  });

  test('the self-check sees the diff of what passes and the verdict on what does not', async () => {
    const { model } = await edit([
      plan([
        ['update', 'config/app.yaml'],
        ['update', 'README.md'],
      ]),
      pair('8080', '9090'),
      pair('port', 'x'),
      APPROVED,
      pair('port 8080', 'x'),
      APPROVED,
    ]);
    const prompt = promptOf(model, 3);
    expect(prompt).toContain('-port: 8080\n+port: 9090');
    expect(prompt).toContain('Failed check applies_once: Anchor 1 ("port") occurs 2 times, not once.');
    expect(promptOf(model, 4)).toContain('Anchor 1 ("port") occurs 2 times');
    expect(promptOf(model, 4)).toContain('<find>\nport\n</find>');
  });

  test('of a huge file only the part nearest to the change is shown', async () => {
    const { model } = await edit([
      plan([['update', 'docs/huge.md']]).replace('Do it.', 'Reword entry 2990.'),
      pair('Entry 2990 of', 'Entry no. 2990 of'),
      APPROVED,
    ]);
    const prompt = promptOf(model, 1);
    expect(prompt).toContain('Entry 2990 of the log.');
    expect(prompt.length).toBeLessThan(70_000);
  });
});

describe('a turn that died', () => {
  const replies = [
    plan([
      ['update', 'README.md'],
      ['update', 'config/app.yaml'],
    ]),
    pair('port 8080', 'port 9090'),
    pair('8080', '9090'),
    APPROVED,
  ];
  // Each file tells of two steps: that the node begins, and which file it is.
  const places: [string, (event: AgentEvent, applied: number) => boolean][] = [
    ['after the plan', (event, applied) => isStep(event, 'project_edits_apply') && applied === 0],
    ['after the first file', (event, applied) => isStep(event, 'project_edits_apply') && applied === 2],
    ['after the last file', (event) => isStep(event, 'project_edits_self_check')],
    ['after the self-check', (event) => isStep(event, 'project_edits_checks')],
    ['in the middle of the answer', (event) => event.type === 'delta' && event.offset > 20],
  ];

  test.each(places)('%s repeats no call whose node had finished', async (_, at) => {
    fixture.retriever = new InMemoryRetriever(FILES);
    const { runner, model } = fixture.withModel(...replies);
    const input = inputOf({ dialogId: fixture.newDialog(), mode: 'PROJECT_EDITS', text: 'Change the port.' });
    let applied = 0;
    const { failure, events } = await crashTurn(runner, input, (event) => {
      const isHere = at(event, applied);
      if (isStep(event, 'project_edits_apply')) applied += 1;
      return isHere;
    });
    expect(failure).toHaveProperty('message', 'The process died.');
    const again = await runTurn(runner, input);
    expect(model.calls).toHaveLength(replies.length);
    expect(again.result.changeset?.operations).toHaveLength(2);
    expect(again.result.usage.llmCalls).toBe(replies.length);
    expect(textOfDeltas([...events, ...again.events])).toBe(again.result.answer);
  });

  test('leaves no edits to the next turn of its dialog', async () => {
    fixture.retriever = new InMemoryRetriever(FILES);
    const { runner } = fixture.withModel(...replies.slice(0, 2), plan([], { summary: 'Nothing.' }));
    const dialogId = fixture.newDialog();
    const failed = inputOf({ dialogId, taskId: 'tsk_a', mode: 'PROJECT_EDITS', text: 'Change the port.' });
    let applied = 0;
    await crashTurn(runner, failed, (event) => isStep(event, 'project_edits_apply') && ++applied === 3);
    const next = await runTurn(runner, inputOf({ dialogId, taskId: 'tsk_b', mode: 'PROJECT_EDITS', text: 'And now?' }));
    expect(next.result).toMatchObject({ changeset: null, answer: 'No change is proposed.\n\nNothing.' });
  });
});

function isStep(event: AgentEvent, step: string): boolean {
  return event.type === 'step' && event.step === step;
}

/** Joined at run time: the whole would be taken for a key by every scanner. */
function pemLike(): string {
  const label = ['PRIVATE', 'KEY'].join(' ');
  return `-----BEGIN ${label}-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgT7xQwZpRkVnYhJdL\n-----END ${label}-----`;
}
