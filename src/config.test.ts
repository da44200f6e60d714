import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.js';
import { CONFIG_VARIABLES, SECRET_VARIABLES } from './config-variables.js';

describe('settings', () => {
  test('say which files may be edited, as globs whose braces may hold commas', () => {
    expect(readConfig({ EDITABLE_GLOBS: '*.{md,txt}, !docs/** ,' }).editableGlobs).toEqual(['*.{md,txt}', '!docs/**']);
    expect(readConfig({}).editableGlobs).toContain('!CMakeLists.txt');
  });

  test('need no variable: the API on loopback, with the embedded database in the project', () => {
    expect(readConfig({})).toMatchObject({
      port: 15000,
      host: '127.0.0.1',
      role: 'all',
      dataDir: resolve('.data'),
      databaseUrl: null,
      apiTokens: null,
      internalToken: null,
      confluence: null,
      promptsDir: null,
    });
  });

  test('treat an empty variable as unset', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', API_TOKENS: '' })).toEqual(readConfig({}));
  });

  test('take a database URL in the form that SQLAlchemy uses', () => {
    const { databaseUrl } = readConfig({ DATABASE_URL: 'postgresql+psycopg://me:secret@db:5432/agent' });
    expect(databaseUrl).toBe('postgresql://me:secret@db:5432/agent');
  });

  test('name every variable that is wrong, at once, with what was expected and what was found', () => {
    expect(() => readConfig({ PORT: 'many', ROLE: 'bo\nss', DATABASE_URL: 'mysql://db' })).toThrow(
      /PORT must be a whole number, not "many"\n {2}ROLE must be all, api or worker, not "bo\\nss"\n {2}DATABASE_URL must be a postgresql:\/\/ URL\n/,
    );
  });

  test('name a variable that breaks two rules once', () => {
    expect(() => readConfig({ MAX_FILE_BYTES: '-1.5' })).toThrow(
      /:\n {2}MAX_FILE_BYTES must be [^\n]*, not "-1.5"\nSee/,
    );
  });

  test.each(CONFIG_VARIABLES)('repeat a wrong %s unless it is a secret', (name) => {
    const wrong = 'wrong\tvalue ';
    const isSecret = /^DATABASE_URL$|^API_TOKENS$|CREDENTIALS$|_TOKEN$|_KEY$/.test(name);
    expect(SECRET_VARIABLES.has(name)).toBe(isSecret);
    const refusal = refusalOf({ [name]: wrong });
    if (refusal !== null) expect(refusal.includes('wrong')).toBe(!isSecret);
  });

  test('refuse to serve other machines without a token, unless that is meant', () => {
    expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/API_TOKENS=owner:token, or ALLOW_ANONYMOUS=true/);
    expect(readConfig({ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' }).host).toBe('0.0.0.0');
    const tokens = 'ann:0123456789abcdef,bob:fedcba9876543210';
    expect(readConfig({ HOST: '0.0.0.0', API_TOKENS: tokens }).apiTokens).toEqual([
      { ownerId: 'ann', token: '0123456789abcdef' },
      { ownerId: 'bob', token: 'fedcba9876543210' },
    ]);
  });

  test('refuse roles that share a database when there is none to share', () => {
    expect(() => readConfig({ ROLE: 'worker' })).toThrow(/ROLE=worker needs a database .* Set DATABASE_URL/);
  });

  test('leave the calls to a provider as many connections as the pool can spare, and refuse one that has none', () => {
    const shared = { DATABASE_URL: 'postgresql://localhost/agent', GIGACHAT_TOKEN: 'a2V5' };
    const calls = { PROVIDER_CONCURRENCY: '40' };
    expect(readConfig({ ...shared, ...calls })).toMatchObject({ callsAtOnce: 4, providers: { concurrency: 40 } });
    expect(readConfig({ ...shared, ...calls, DATABASE_POOL_SIZE: '46' }).callsAtOnce).toBe(40);
    expect(readConfig(calls).callsAtOnce).toBe(40);
    expect(() => readConfig({ ...shared, DATABASE_POOL_SIZE: '6' })).toThrow('Set it to at least 7.');
  });

  test('have no provider without an account or an endpoint', () => {
    expect(readConfig({ GIGACHAT_MODEL: 'GigaChat-2', OPENAI_API_KEY: 'key' }).providers).toEqual({
      languageModel: null,
      embedder: null,
      gigachat: null,
      openai: null,
      concurrency: 1,
      deadlines: { connectMs: 10_000, firstByteMs: 90_000, silenceMs: 45_000 },
    });
  });

  test('of an account at GigaChat have the defaults that installations know', () => {
    expect(readConfig({ GIGACHAT_TOKEN: 'a2V5' }).providers.gigachat).toEqual({
      token: 'a2V5',
      authUrl: 'https://ngw.devices.sberbank.ru:9443/api/v2/oauth',
      apiUrl: 'https://gigachat.devices.sberbank.ru/api/v1',
      scope: 'GIGACHAT_API_PERS',
      verifyCertificates: true,
      caFile: null,
      model: 'GigaChat',
      embeddingModel: 'Embeddings',
    });
  });

  test('of an OpenAI-compatible endpoint need no key and no model yet', () => {
    const { openai } = readConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1' }).providers;
    expect(openai).toEqual({
      baseUrl: 'http://localhost:11434/v1',
      apiKey: null,
      model: null,
      embeddingModel: null,
      embeddingBatch: 128,
    });
  });

  test('refuse a provider that does not exist, and a key or URL that cannot be one, without repeating it', () => {
    const wrong = { LLM_PROVIDER: 'other', GIGACHAT_TOKEN: 'a secret', GIGACHAT_AUTH_URL: 'ftp://me:a secret@ngw' };
    expect(() => readConfig(wrong)).toThrow(
      /LLM_PROVIDER must be gigachat, openai or offline, not "other"\n {2}GIGACHAT_TOKEN must be [^\n]*\n {2}GIGACHAT_AUTH_URL must be an http[^\n]* URL\n/,
    );
    expect(() => readConfig(wrong)).not.toThrow(/a secret/);
  });

  test('are frozen', () => {
    expect(Object.isFrozen(readConfig({}).limits)).toBe(true);
  });

  test('are explained in the README, all of them and in the same order', () => {
    const rows = readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| [^|]+ \| [^|]+ \|$/gm);
    expect([...rows].map(([, name]) => name)).toEqual(CONFIG_VARIABLES);
  });

  test('are listed in .env.example, all of them and in the same order, each with a comment', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    const names = lines.flatMap((line) => /^([A-Z_]+)=$/.exec(line)?.[1] ?? []);
    expect(names).toEqual(CONFIG_VARIABLES);
    for (const name of names) expect(lines[lines.indexOf(`${name}=`) - 1]).toMatch(/^# .+\.$/);
  });
});

function refusalOf(environment: Readonly<Record<string, string>>): string | null {
  try {
    readConfig(environment);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
