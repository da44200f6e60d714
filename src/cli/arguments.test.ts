import { expect, test } from 'vitest';
import { parseAskArguments, parseIndexArguments } from './arguments.js';
import { UsageError } from './cli-error.js';

const usage = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no usage error';
};

test('takes the defaults: this folder, the local server, a new dialog', () => {
  expect(parseAskArguments(['How does login work?'], {})).toEqual({
    folder: process.cwd(),
    url: new URL('http://localhost:15000'),
    whenNoneAnswers: 'start',
    token: null,
    question: 'How does login work?',
    mode: 'AUTO',
    dialog: 'new',
  });
});

test('takes every option, and a question in several words', () => {
  const argv = ['--project', '/srv/shop', '--url', 'https://host:8443/agent', '--token', 's3cret'];
  expect(parseAskArguments([...argv, '--mode', 'project_qa', '--continue', 'where', 'is', 'it'], {})).toEqual({
    folder: '/srv/shop',
    url: new URL('https://host:8443/agent'),
    whenNoneAnswers: 'fail',
    token: 's3cret',
    question: 'where is it',
    mode: 'PROJECT_QA',
    dialog: 'latest',
  });
});

test('takes port and token from the environment, and a relative folder from where npm was called', () => {
  const environment = { PORT: '16000', API_TOKEN: 'abc', npm_lifecycle_event: 'index', INIT_CWD: '/home/ada' };
  expect(parseIndexArguments(['--project', 'shop'], environment)).toEqual({
    folder: '/home/ada/shop',
    url: new URL('http://localhost:16000'),
    whenNoneAnswers: 'start',
    token: 'abc',
  });
});

test('does not take the folder of another npm script that happens to run it', () => {
  const environment = { npm_lifecycle_event: 'test', INIT_CWD: '/home/ada' };
  expect(parseIndexArguments([], environment)?.folder).toBe(process.cwd());
});

test('gives null for --help', () => {
  expect(parseAskArguments(['--help'], {})).toBeNull();
  expect(parseIndexArguments(['--help'], {})).toBeNull();
});

test('names what is wrong with the arguments, the rule and the way out', () => {
  expect(usage(() => parseAskArguments([], {}))).toMatch(/^The question is missing\. Write it in quotes/);
  expect(usage(() => parseAskArguments(['--mode', 'magic', 'q'], {}))).toContain(
    '--mode "magic" is not one of auto, project_qa, project_edits, docs_generation, qa.',
  );
  expect(usage(() => parseAskArguments(['--url', 'ftp://x', 'q'], {}))).toContain('--url "ftp://x" is not an http://');
  expect(usage(() => parseAskArguments(['--colour', 'q'], {}))).toContain("Unknown option '--colour'");
  expect(usage(() => parseAskArguments(['q', '--project'], {}))).toContain("'--project <value>' argument missing");
  expect(usage(() => parseIndexArguments(['folder'], {}))).toContain('Name the folder with --project DIR.');
});
