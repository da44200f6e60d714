import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { MessageMode } from '../generated/documents/graphql.js';
import { UsageError } from './cli-error.js';
import type { Environment } from './environment.js';
import type { WhenNoneAnswers } from './find-server.js';

const MODES = {
  auto: 'AUTO',
  project_qa: 'PROJECT_QA',
  project_edits: 'PROJECT_EDITS',
  docs_generation: 'DOCS_GENERATION',
  qa: 'QA',
} as const satisfies Record<string, MessageMode>;

const SHARED_OPTIONS = {
  project: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const SHARED_HELP = `  --project DIR   the folder to index (default: the current folder)
  --url URL       the server (default: http://localhost:PORT, PORT being 15000 unless set)
  --token TOKEN   the server's API token (default: the variable API_TOKEN)`;

export const ASK_HELP = `Indexes a folder and answers a question about it.

Usage: npm run ask -- [options] "question"

${SHARED_HELP}
  --mode MODE     ${Object.keys(MODES).join(', ')} (default: auto)
  --continue      go on with the folder's latest dialog instead of a new one
  --help          this text

Sends only what the server does not have yet. Starts a server for the run when none answers, unless --url names one.
The answer and its citations go to the standard output, everything else to the standard error.`;

export const INDEX_HELP = `Indexes a folder, so that questions about it are answered at once.

Usage: npm run index -- [options]

${SHARED_HELP}
  --help          this text`;

/** Where the folder and the server are. */
export interface SharedArguments {
  /** Absolute. */
  readonly folder: string;
  readonly url: URL;
  readonly whenNoneAnswers: WhenNoneAnswers;
  /** Null: sent without a token. */
  readonly token: string | null;
}

export interface AskArguments extends SharedArguments {
  readonly question: string;
  readonly mode: MessageMode;
  readonly dialog: 'new' | 'latest';
}

/** Null when help was asked for. Throws a `UsageError` that names the value, the rule and the way out. */
export function parseAskArguments(argv: readonly string[], environment: Environment): AskArguments | null {
  const { values, positionals } = parse(argv, {
    ...SHARED_OPTIONS,
    mode: { type: 'string' },
    continue: { type: 'boolean' },
  } as const);
  if (values.help === true) return null;
  const question = positionals.join(' ').trim();
  if (question === '') {
    throw new UsageError(
      'The question is missing. Write it in quotes at the end: npm run ask -- "How does login work?"',
    );
  }
  const dialog = values.continue === true ? 'latest' : 'new';
  return { ...shared(values, environment), question, mode: parseMode(values.mode ?? 'auto'), dialog };
}

/** Null when help was asked for. Throws a `UsageError`. */
export function parseIndexArguments(argv: readonly string[], environment: Environment): SharedArguments | null {
  const { values, positionals } = parse(argv, SHARED_OPTIONS);
  if (values.help === true) return null;
  if (positionals.length > 0) {
    throw new UsageError(`"${positionals[0]}" is not an option. Name the folder with --project DIR.`);
  }
  return shared(values, environment);
}

function parse<Options extends ParseArgsConfig['options']>(argv: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function shared(
  values: { readonly project?: string; readonly url?: string; readonly token?: string },
  environment: Environment,
): SharedArguments {
  return {
    folder: resolve(callerFolder(environment), values.project ?? '.'),
    url: parseUrl(values.url ?? `http://localhost:${environment.PORT ?? 15000}`),
    whenNoneAnswers: values.url === undefined ? 'start' : 'fail',
    token: values.token ?? environment.API_TOKEN ?? null,
  };
}

/** `npm run` changes to the package's folder; a relative folder is meant from where the person is. */
function callerFolder(environment: Environment): string {
  const ranByNpm = environment.npm_lifecycle_event === 'ask' || environment.npm_lifecycle_event === 'index';
  return (ranByNpm ? environment.INIT_CWD : undefined) ?? process.cwd();
}

function parseUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`--url "${value}" is not an http:// or https:// URL. Write it like http://localhost:15000.`);
  }
  return url;
}

function parseMode(value: string): MessageMode {
  const mode = Object.entries(MODES).find(([name]) => name === value.toLowerCase())?.[1];
  if (mode === undefined) throw new UsageError(`--mode "${value}" is not one of ${Object.keys(MODES).join(', ')}.`);
  return mode;
}
