interface Language {
  readonly extension: string;
  /** Each pattern that the text matches speaks for the language. */
  readonly signs: readonly RegExp[];
}

const LANGUAGES: readonly Language[] = [
  {
    extension: 'py',
    signs: [
      /^\s*(async\s+)?def\s+\w+\s*\([^{}]*\)\s*(->[^:]+)?:/m,
      /^\s*class\s+\w+(\(.*\))?:\s*$/m,
      /\bself\b/,
      /"""|'''/,
    ],
  },
  {
    extension: 'rb',
    signs: [
      /^\s*def\s+[\w.?!=]+(\s*\([^)]*\))?\s*$/m,
      /^\s*end\s*$/m,
      /\bdo\s*\|[^|]*\|/,
      /(^|[\s(])@\w+|\.nil\?|\bunless\b/,
    ],
  },
  {
    extension: 'php',
    signs: [/<\?php/, /\$\w+\s*(=|->|;|,|\))/, /\bfunction\s+\w+\s*\([^)]*\$/, /\$this->/],
  },
  {
    extension: 'go',
    signs: [/^func\s+(\([^)]*\)\s*)?\w+\s*\(/m, /:=/, /^package\s+\w+\s*$/m, /\berr\s*!=\s*nil\b/],
  },
  {
    extension: 'rs',
    signs: [
      /\bfn\s+\w+\s*(<[^>]*>)?\s*\(/,
      /\blet\s+mut\b|\bimpl\b/,
      /->\s*(Result|Option|Self|&|Vec)/,
      /\w+!\(|&mut\b/,
    ],
  },
  {
    extension: 'cs',
    signs: [
      /^\s*using\s+[\w.]+;/m,
      /\bnamespace\s+[\w.]+/,
      /\b(public|private|internal)\b[^=;{]*\b(string|bool|var|Task)\b/,
      /\{\s*get;/,
    ],
  },
  {
    extension: 'java',
    signs: [
      /^\s*(@\w+\s*)?(public|protected|private)\s+[^=;]*\(/m,
      /\bthrows\s+\w+|^import\s+[\w.]+;/m,
      /\bfinal\s+\w+|\bString\s+\w+/,
      /\bnew\s+\w+(<[^>]*>)?\(/,
    ],
  },
  {
    extension: 'ts',
    signs: [
      /\b(interface|type)\s+\w+[^(]*[={]/,
      /[\w\])?]:\s*(string|number|boolean|void|unknown|any|Promise<)/,
      /^import\s+(type\s+)?.*\sfrom\s+['"]/m,
      /\b(const|let)\s+\w+/,
    ],
  },
  {
    extension: 'js',
    signs: [/\bfunction\b\s*\w*\s*\(/, /=>/, /\b(const|let|var)\s+[\w{[]/, /===|\bmodule\.exports\b|\brequire\(/],
  },
  {
    extension: 'cpp',
    signs: [
      /^\s*#include\b/m,
      /\bstd::|\w+::\w+\s*\(/,
      /^(static\s+)?(void|int|bool|char|double|float)\s+\**\w+\s*\(/m,
      /\w+->\w+/,
    ],
  },
  {
    extension: 'sql',
    signs: [
      /^\s*(select|insert|update|delete|create|with)\b/i,
      /\b(from|into|table)\s+\w+/i,
      /\b(where|values|group by|order by)\b/i,
    ],
  },
  {
    extension: 'sh',
    signs: [/^#!.*\b(ba|z)?sh\b/, /^\s*(fi|done|esac)\s*$/m, /\$\{?\w+\}?/, /^\s*(echo|export|if \[)/m],
  },
];

/**
 * The extension of the language that has the most signs in the text, the earlier listed one of equals; null when no
 * language has two.
 */
export function guessExtension(text: string): string | null {
  let best: { extension: string; count: number } | null = null;
  for (const { extension, signs } of LANGUAGES) {
    const count = signs.filter((sign) => sign.test(text)).length;
    if (count >= 2 && count > (best?.count ?? 0)) best = { extension, count };
  }
  return best?.extension ?? null;
}

/** Each text's extension; a text that tells too little has the one that most others have, `txt` if there is none. */
export function guessExtensions(texts: readonly string[]): string[] {
  const guesses = texts.map(guessExtension);
  const counts = new Map<string, number>();
  for (const guess of guesses) if (guess !== null) counts.set(guess, (counts.get(guess) ?? 0) + 1);
  const [mostFrequent] = [...counts].sort((one, other) => other[1] - one[1]);
  return guesses.map((guess) => guess ?? mostFrequent?.[0] ?? 'txt');
}
