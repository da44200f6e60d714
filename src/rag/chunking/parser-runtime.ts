import { createRequire } from 'node:module';
import type { Language } from 'web-tree-sitter';

type TreeSitter = typeof import('web-tree-sitter');

/** One instance of the WebAssembly parser, with the grammars loaded into it. */
export interface ParserRuntime {
  readonly Parser: TreeSitter['Parser'];
  /** The grammar for a language, loaded on first use; null when there is none. Rejects when its file cannot be read. */
  grammarFor(language: string): Promise<Language | null>;
}

/** Which grammar of @vscode/tree-sitter-wasm reads a language. C is near enough to C++; JavaScript's includes JSX. */
const GRAMMARS: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  tsx: 'tsx',
  javascript: 'javascript',
  python: 'python',
  go: 'go',
  rust: 'rust',
  java: 'java',
  c: 'cpp',
  cpp: 'cpp',
  csharp: 'c-sharp',
  php: 'php',
  ruby: 'ruby',
  bash: 'bash',
  powershell: 'powershell',
};

let current: Promise<ParserRuntime> | undefined;

/** The runtime of this process, started on first use. Rejects when it cannot start; the next call tries again. */
export function parserRuntime(): Promise<ParserRuntime> {
  if (current === undefined) {
    const starting = startRuntime();
    current = starting;
    starting.catch(() => discardRuntime(starting));
  }
  return current;
}

/**
 * Gives the runtime up, so that the next file gets a fresh one. Needed after a trap: the parser's stack is 64 KiB, deep
 * ambiguous nesting overflows it into the parser's own data, and every later parse would trap too.
 */
export function discardRuntime(used: Promise<ParserRuntime>): void {
  if (current === used) current = undefined;
}

async function startRuntime(): Promise<ParserRuntime> {
  const { Parser, Language } = freshModule();
  await Parser.init();
  const grammars = new Map<string, Promise<Language>>();
  return {
    Parser,
    async grammarFor(language) {
      const name = Object.hasOwn(GRAMMARS, language) ? GRAMMARS[language] : undefined;
      if (name === undefined) return null;
      let grammar = grammars.get(name);
      if (grammar === undefined) {
        grammar = Language.load(packageRequire().resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`));
        grammars.set(name, grammar);
        grammar.catch(() => grammars.delete(name));
      }
      return grammar;
    },
  };
}

/** The package keeps its one instance in module scope, so another instance needs the module anew: as CommonJS it can be. */
function freshModule(): TreeSitter {
  const require = packageRequire();
  delete require.cache[require.resolve('web-tree-sitter')];
  return require('web-tree-sitter');
}

/** New each time: a require function keeps what it has loaded, and with it the memory of a discarded runtime. */
function packageRequire(): NodeJS.Require {
  return createRequire(import.meta.url);
}
