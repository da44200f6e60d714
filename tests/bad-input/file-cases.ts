import { CreateRagSessionDocument, IndexSnapshotDocument } from '../../src/generated/documents/graphql.js';
import { type BadCase, bad, type Doors, invalid, post, run, tooLarge, wrongType } from './bad-case.js';

export const MAX_FILES = 5;

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** As GraphQL writes it; values of a wrong type are what some cases are about. */
interface File {
  readonly path?: unknown;
  readonly content?: unknown;
  readonly encoding?: string;
  readonly contentHash?: string;
}

const NO_HASH = ['is not 64 lower-case hexadecimal digits', 'Give the SHA-256 of the raw bytes'];
const RELATIVE = 'Give the path relative to the project root';

/** What is wrong with it, the path, the rule it breaks, the way out. */
const PATHS: readonly (readonly [what: string, path: string, rule: string, wayOut: string])[] = [
  ['climbs out of the project', '../secrets.txt', 'has the segment ".."', RELATIVE],
  ['climbs out half way', 'src/../../secrets.txt', 'has the segment ".."', RELATIVE],
  ['has a segment for the same folder', './src/a.ts', 'has the segment "."', RELATIVE],
  ['is absolute', '/etc/passwd', 'is absolute', `${RELATIVE}, without the leading "/"`],
  ['has a drive letter', 'C:/Windows/win.ini', 'starts with a drive letter', RELATIVE],
  ['has backslashes', 'src\\a.ts', 'has a backslash', 'Separate folders with "/"'],
  ['is a network share', '\\\\server\\share', 'has a backslash', 'Separate folders with "/"'],
  ['has a NUL', 'a\0.ts', 'has a control character', 'Rename the file'],
  ['has a line break', 'a\nb.ts', 'has a control character', 'Rename the file'],
  ['has a line separator', 'a\u2028b.ts', 'has a control character', 'Rename the file'],
  ['has half of a surrogate pair', 'a\ud800.ts', 'half of a surrogate pair', 'Send the name as valid Unicode'],
  ['is empty', '', 'is an empty path', 'such as "src/main.ts"'],
  ['has an empty segment', 'src//a.ts', 'has an empty segment', 'Use one "/" between names'],
  ['ends like a folder', 'src/', 'has an empty segment', 'none at the end'],
  ['is in git’s folder', '.git/config', "inside git's own folder", 'Leave it out'],
  ['is in git’s folder in capitals', 'sub/.GIT/config', "inside git's own folder", 'Leave it out'],
  ['hides git’s folder', '.g\u200cit/config', "inside git's own folder", 'Leave it out'],
  ['has too long a name', 'я'.repeat(128), 'has a name of 256 bytes; a name has at most 255', 'Shorten it'],
  ['is too long', `${'d/'.repeat(2048)}a`, 'has 4097 bytes; a path has at most 4096', 'Shorten it'],
];

/** Two paths that cannot live side by side: what the second is to the first. */
const PAIRS: readonly (readonly [what: string, first: string, second: string, rule: string, wayOut: string])[] = [
  ['twice the same', 'a.ts', 'a.ts', 'is given twice', 'Give each path once'],
  ['twice the same in two Unicode forms', 'caf\u00e9.md', 'cafe\u0301.md', 'is given twice', 'Give each path once'],
  ['different in case only', 'README.md', 'readme.md', 'only in case or Unicode form', 'Rename one of them'],
  ['different in Cyrillic case only', 'ПЛАН.md', 'план.md', 'only in case or Unicode form', 'Rename one of them'],
  ['the same after case folding', 'straße.md', 'STRASSE.md', 'only in case or Unicode form', 'Rename one of them'],
];

export const fileCases: readonly BadCase[] = [
  ...PATHS.map(([what, path, rule, wayOut]) =>
    bad(
      `a path that ${what}`,
      upload({ path: 'good.ts', content: '' }, { path, content: '' }),
      invalid('files[1].path', 'files.1.path', [JSON.stringify(path).slice(0, 100).replace(/"$/, ''), rule, wayOut]),
    ),
  ),
  ...PAIRS.map(([what, first, second, rule, wayOut]) =>
    bad(
      `two paths that are ${what}`,
      upload({ path: first, content: '' }, { path: second, content: '' }),
      invalid('files[1].path', 'files.1.path', [second.normalize('NFC'), rule, wayOut]),
    ),
  ),
  bad(
    'an unsafe path in a project snapshot',
    snapshot({ path: '../x', content: '' }),
    invalid('files[0].path', 'files.0.path', ['"../x"', 'has the segment ".."', RELATIVE]),
  ),
  bad(
    'a hash that is not the content’s',
    upload({ path: 'a.ts', content: 'other', contentHash: EMPTY_HASH }),
    invalid('files[0].content_hash', 'files.0.contentHash', [
      EMPTY_HASH,
      "the content's SHA-256 is",
      'Hash the raw bytes that you send',
    ]),
  ),
  bad(
    'a hash of the text where bytes were sent in base64',
    upload({ path: 'a.ts', content: 'AAEC', encoding: 'BASE64', contentHash: EMPTY_HASH }),
    invalid('files[0].content_hash', 'files.0.contentHash', [EMPTY_HASH, 'raw bytes']),
  ),
  bad('a hash in capitals', upload({ path: 'a.ts', content: '', contentHash: EMPTY_HASH.toUpperCase() }), {
    ...wrongType('files[0].content_hash', NO_HASH, []),
    typesSay: undefined,
  }),
  bad('a hash that is none', upload({ path: 'a.ts', content: '', contentHash: 'abc' }), {
    ...wrongType('files[0].content_hash', ['"abc"', ...NO_HASH], []),
    typesSay: undefined,
  }),
  bad(
    'base64 with a character that is none of its own',
    upload({ path: 'a.bin', content: 'AA*=', encoding: 'BASE64' }),
    invalid('files[0].content', 'files.0.content', ['is not base64', 'RFC 4648', 'send text with encoding "utf8"']),
  ),
  bad(
    'base64 without its padding',
    upload({ path: 'a.bin', content: 'AAE', encoding: 'BASE64' }),
    invalid('files[0].content', 'files.0.content', ['is not base64', 'padded', 'Encode the raw bytes']),
  ),
  bad(
    'an unknown encoding',
    upload({ path: 'a.ts', content: '', encoding: 'UTF16' }),
    wrongType(
      'files[0].encoding',
      ['is "utf16"; it must be one of "utf8", "base64"'],
      ['"UTF16"', 'input.files[0].encoding'],
    ),
  ),
  bad(
    'a path that is a number',
    upload({ path: 1, content: '' }),
    wrongType(
      'files[0].path',
      ['is 1;', 'must be a string', 'Send one'],
      ['non string value: 1', 'input.files[0].path'],
    ),
  ),
  bad(
    'no content',
    upload({ path: 'a.ts' }),
    wrongType('files[0].content', ['is missing', 'Give a string'], ['"content"', 'input.files[0]']),
  ),
  bad(
    'a content that is null',
    upload({ path: 'a.ts', content: null }),
    wrongType('files[0].content', ['is null', 'must be a string', 'Send one'], ['null', 'input.files[0].content']),
  ),
  bad(
    'too many files',
    upload(...manyFiles(MAX_FILES + 1)),
    tooLarge(['has 6 files', 'limit is 5', 'several requests']),
  ),
];

/** A new session of these files. */
function upload(...files: readonly File[]): Doors {
  return {
    rest: () => post('/api/rag/sessions', { project_id: 'new', files: files.map(inRest) }),
    graphql: () => run(CreateRagSessionDocument, { input: { projectId: 'new', files } }),
  };
}

function snapshot(...files: readonly File[]): Doors {
  return {
    rest: () => post('/api/index/snapshot', { project_id: 'new', files: files.map(inRest) }),
    graphql: () => run(IndexSnapshotDocument, { input: { projectId: 'new', files } }),
  };
}

function inRest({ encoding, contentHash, ...file }: File) {
  return { ...file, encoding: encoding?.toLowerCase(), content_hash: contentHash };
}

function manyFiles(count: number): File[] {
  return Array.from({ length: count }, (_, index) => ({ path: `file-${index}.ts`, content: '' }));
}
