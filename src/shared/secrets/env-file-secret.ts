import { splitLines } from '../source-lines.js';
import { saysSo } from './made-up-value.js';
import type { SecretFinding } from './secret-finding.js';

const ENV_FILE = /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w.-]+\.env)$/i;
/** Written to be copied and filled in. */
const TEMPLATE = /\.(?:example|sample|template|dist|defaults?)(?:\.env)?$/i;

const ASSIGNMENT = /^\s*(?:export\s+)?(\w{1,100})\s*=\s*(.*)$/;
const SECRET_NAME = /(?:TOKEN|SECRET|PASSWORD|PASSWD|(?:^|_)(?:KEY|PWD|PASS|CREDENTIALS?))$/i;
const PUBLIC_NAME = /PUBLIC_KEY$|PUBLISHABLE_KEY$/i;

const HARMLESS_VALUE =
  /^(?:true|false|null|none|nil|undefined|yes|no|on|off|\d{1,6}|(?:my|the|a)?[_-]?(?:pass(?:word|wd)?|secret|token|key|api[_-]?key)|postgres(?:ql)?|mysql|root|admin|guest|user|test\w*|dev\w*|local\w*)$/i;
const REFERENCE = /^[$<{[]|^%\w+%$|^(?:op|vault|file|ssm|arn|env):|^\/|^\.{1,2}\//;
const SHORTEST_SECRET = 6;
/** In a template only a value that looks random counts. */
const SHORTEST_TEMPLATE_SECRET = 20;

/** A credential with a real value in a `.env` file; null in any other file. The rule names the variable. */
export function findEnvFileSecret(path: string, text: string): SecretFinding | null {
  if (!ENV_FILE.test(path)) return null;
  const isSecret = TEMPLATE.test(path) ? looksRandom : looksUsed;
  for (const [index, line] of splitLines(text).entries()) {
    const [, name = '', value = ''] = ASSIGNMENT.exec(line.text) ?? [];
    if (SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) && isSecret(unquote(value))) {
      return { rule: `value of ${name}`, line: index + 1 };
    }
  }
  return null;
}

function looksUsed(value: string): boolean {
  return value.length >= SHORTEST_SECRET && !HARMLESS_VALUE.test(value) && !REFERENCE.test(value) && !saysSo(value);
}

function looksRandom(value: string): boolean {
  return (
    value.length >= SHORTEST_TEMPLATE_SECRET &&
    looksUsed(value) &&
    /^\S+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value)
  );
}

/** Without its quotes, or without the comment behind it. */
function unquote(value: string): string {
  const quoted = /^(["'`])(.*?)\1/.exec(value);
  return quoted ? (quoted[2] ?? '') : value.replace(/(?:^|\s)#.*$/, '').trim();
}
