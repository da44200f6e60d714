import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findSuspectedSecret } from './suspected-secret.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567';

// Values are made at run time: a credential's shape in this file would be taken for one by every scanner.
const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const github = `ghp_${random(36)}`;
const aws = `AKIA${random(16)
  .toUpperCase()
  .replace(/[018 9]/g, 'Q')}`;
const slack = `xoxb-${'4071926358'}-${random(24)}`;
const openai = `sk-proj-${random(50)}aB7`;
const jwt = [
  Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url'),
  Buffer.from('{"sub":"1"}').toString('base64url'),
  random(43),
].join('.');

describe('findSuspectedSecret', () => {
  it.each([
    ['deploy/key.pem', `${pem}`, 'private key', 1],
    ['src/sign.ts', `const a = 1;\nconst key = ${JSON.stringify(pem)};\n`, 'private key', 2],
    ['config.yaml', `a: 1\nkey: |\n  ${`${pem}`.replaceAll('\n', '\n  ')}`, 'private key', 3],
    ['src/a.ts', `const token = '${github}';`, 'GitHub token', 1],
    ['a.tf', `# x\r\nkey = "${aws}"`, 'AWS access key id', 2],
    ['README.md', `curl -H "Authorization: Bearer ${slack}"`, 'Slack token', 1],
    ['a.py', `openai.api_key = "${openai}"`, 'OpenAI or Anthropic key', 1],
    ['config/app.json', `{"token": "${jwt}"}`, 'JSON Web Token', 1],
  ])('names the rule and the line in %s', (path, text, rule, line) => {
    expect(findSuspectedSecret(path, text)).toEqual({ rule, line });
  });

  it.each([
    ['src/keys.ts', "const header = '-----BEGIN PRIVATE KEY-----';\nconst footer = '-----END PRIVATE KEY-----';"],
    ['a.test.ts', `const pem = '-----BEGIN RSA PRIVATE KEY-----\\n${'A'.repeat(64)}\\n-----END RSA PRIVATE KEY-----';`],
    ['cert.pem', `${pem}`.replaceAll('PRIVATE KEY', 'PUBLIC KEY')],
    ['a.md', 'AKIAIOSFODNN7EXAMPLE'],
    ['a.test.ts', `const token = 'ghp_${'x'.repeat(36)}';`],
    ['a.test.ts', "const token = 'ghp_1234567890abcdefghijklmnopqrstuvwxyz';"],
    ['a.css', '.sk-three-bounce-child-with-a-very-long-class-name-indeed { color: red }'],
    ['docs/a.md', `A token has three parts: ${jwt}`],
    ['a.bin.txt', `${random(40)}${github}`],
    ['a.txt', 'xoxb-your-token-goes-here-000000000-placeholder'],
  ])('passes what is no credential in use: %s', (path, text) => {
    expect(findSuspectedSecret(path, text)).toBeNull();
  });
});

describe('findSuspectedSecret in .env files', () => {
  it.each([
    ['.env', `PORT=1\nAPI_TOKEN=${random(20)}`, 'value of API_TOKEN', 2],
    ['app/.env.local', 'export DB_PASSWORD="correct horse" # prod', 'value of DB_PASSWORD', 1],
    ['prod.env', `stripe_key='${random(24)}'`, 'value of stripe_key', 1],
    ['.env.example', `A=\nJWT_SECRET=7${random(40)}`, 'value of JWT_SECRET', 2],
  ])('names the variable in %s', (path, text, rule, line) => {
    expect(findSuspectedSecret(path, text)).toEqual({ rule, line });
  });

  it.each([
    ['.env', 'PORT=15000\nLOG_LEVEL=debug\nCACHE_KEYSPACE=abcdefgh\n'],
    ['.env', 'API_TOKEN=\nDB_PASSWORD=postgres\nSECRET="$OTHER_SECRET"\nKEY_FILE_KEY=/run/secrets/key\n'],
    [
      '.env.example',
      'GIGACHAT_TOKEN=\nAPI_TOKEN=<your token>\nDB_PASSWORD=change-me-please\nAPP_KEY=base64key # 32 bytes\n',
    ],
    ['.env.sample', 'API_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxx\nOPENAI_API_KEY=sk-your-key\n'],
    ['.env', '# API_TOKEN=abcdef0123456789\nSTRIPE_PUBLIC_KEY=abcdef0123456789\n'],
    ['environment.ts', 'API_TOKEN=abcdef0123456789'],
  ])('passes settings and placeholders: %s', (path, text) => {
    expect(findSuspectedSecret(path, text)).toBeNull();
  });
});

/** Random, but never by chance a sequence or a word that marks a value as made up. */
function random(length: number): string {
  const step = 23;
  let at = (randomBytes(1)[0] ?? 0) % ALPHABET.length;
  return Array.from({ length }, (_, index) => {
    at = (at + step + (index % 7)) % ALPHABET.length;
    return ALPHABET[at];
  }).join('');
}
