import { findEnvFileSecret } from './env-file-secret.js';
import { isMadeUp } from './made-up-value.js';
import type { SecretFinding } from './secret-finding.js';

interface TokenShape {
  readonly rule: string;
  /** How every such token begins: finding this first keeps the scan linear. */
  readonly prefix: string;
  /** The whole token, from its prefix on. */
  readonly shape: RegExp;
}

const TOKEN_SHAPES: readonly TokenShape[] = [
  { rule: 'AWS access key id', prefix: 'AKIA', shape: /^AKIA[A-Z2-7]{16}$/ },
  { rule: 'AWS access key id', prefix: 'ASIA', shape: /^ASIA[A-Z2-7]{16}$/ },
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => ({
    rule: 'GitHub token',
    prefix,
    shape: /^gh[pousr]_[A-Za-z0-9]{36}$/,
  })),
  { rule: 'GitHub token', prefix: 'github_pat_', shape: /^github_pat_[A-Za-z0-9_]{82}$/ },
  { rule: 'GitLab token', prefix: 'glpat-', shape: /^glpat-[A-Za-z0-9_-]{20,}$/ },
  { rule: 'npm token', prefix: 'npm_', shape: /^npm_[A-Za-z0-9]{36}$/ },
  { rule: 'Slack token', prefix: 'xox', shape: /^xox[abeprs]-(?:\d-)?\d{8,20}-[A-Za-z0-9-]{16,}$/ },
  { rule: 'Stripe secret key', prefix: 'sk_live_', shape: /^sk_live_[A-Za-z0-9]{24,}$/ },
  { rule: 'OpenAI or Anthropic key', prefix: 'sk-', shape: /^sk-(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9_-]{40,}$/ },
];

const JWT_PREFIX = 'eyJ';
/** Elsewhere a JSON Web Token is nearly always a sample in a test or a document. */
const CONFIG_FILE = /\.(?:json|ya?ml|toml|ini|cfg|conf|properties|tfvars)$/i;

/** A longer run of these is data, such as base64, whatever it starts with. */
const LONGEST_TOKEN = 512;
const TOKEN = new RegExp(`[A-Za-z0-9_-]{1,${LONGEST_TOKEN}}`, 'y');
const JWT = /[A-Za-z0-9_-]{10,512}\.[A-Za-z0-9_-]{10,4096}\.[A-Za-z0-9_-]{20,1024}/y;

const KEY_HEADER = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----/y;
/** The first line of the body follows closely; in source code quotes, escapes and headers may come between. */
const KEY_BODY_IS_WITHIN = 400;
const KEY_BODY = /[A-Za-z0-9+/]{40}/;

/**
 * The first thing in the file that looks like a credential in use, or null. Favours precision: only shapes that are
 * hard to come by otherwise, and no values that someone plainly made up, since a skipped file cannot be searched.
 * Linear in the length of the text.
 */
export function findSuspectedSecret(path: string, text: string): SecretFinding | null {
  const found = findPrivateKey(text) ?? findToken(text) ?? findJsonWebToken(path, text);
  if (found !== null) return { rule: found.rule, line: lineAt(text, found.offset) };
  return findEnvFileSecret(path, text);
}

interface Found {
  readonly rule: string;
  readonly offset: number;
}

function findPrivateKey(text: string): Found | null {
  for (const offset of occurrences(text, '-----BEGIN ')) {
    const header = matchAt(KEY_HEADER, text, offset);
    if (header === null) continue;
    const rest = text.slice(offset + header.length, offset + header.length + KEY_BODY_IS_WITHIN);
    const body = KEY_BODY.exec(rest.split('-----END', 1)[0] ?? '')?.[0];
    if (body !== undefined && !isMadeUp(body)) return { rule: 'private key', offset };
  }
  return null;
}

function findToken(text: string): Found | null {
  for (const { rule, prefix, shape } of TOKEN_SHAPES) {
    for (const offset of tokenStarts(text, prefix)) {
      const token = matchAt(TOKEN, text, offset);
      if (token !== null && shape.test(token) && !isMadeUp(token.slice(prefix.length))) return { rule, offset };
    }
  }
  return null;
}

function findJsonWebToken(path: string, text: string): Found | null {
  if (!CONFIG_FILE.test(path)) return null;
  for (const offset of tokenStarts(text, JWT_PREFIX)) {
    const token = matchAt(JWT, text, offset);
    if (token !== null && hasAlgorithm(token) && !isMadeUp(token.slice(token.lastIndexOf('.') + 1))) {
      return { rule: 'JSON Web Token', offset };
    }
  }
  return null;
}

function hasAlgorithm(token: string): boolean {
  return /"alg"\s*:/.test(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('latin1'));
}

/** Only where a run of token characters begins: then no character is looked at from two starts. */
function* tokenStarts(text: string, prefix: string): Generator<number> {
  for (const offset of occurrences(text, prefix)) {
    if (offset === 0 || !isTokenCharacter(text.charCodeAt(offset - 1))) yield offset;
  }
}

function* occurrences(text: string, part: string): Generator<number> {
  for (let offset = text.indexOf(part); offset >= 0; offset = text.indexOf(part, offset + part.length)) yield offset;
}

function matchAt(sticky: RegExp, text: string, offset: number): string | null {
  sticky.lastIndex = offset;
  return sticky.exec(text)?.[0] ?? null;
}

/** Letters, digits, `-` and `_`. */
function isTokenCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length;
}
