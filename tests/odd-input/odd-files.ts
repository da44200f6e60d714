/** A file that is unusual and good, with what must find it. */
export interface OddFile {
  readonly what: string;
  /** As it is sent. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The text that the bytes stand for, without a byte order mark. */
  readonly text: string;
  /** A question that only this file answers, and a word of the line that does. */
  readonly query: string;
  readonly word: string;
  /** Sent in base64: the bytes are not UTF-8. */
  readonly base64?: true;
}

const CYRILLIC = '# Расчёт доставки\n\nКурьер привозит посылку бесплатно от тысячи рублей.\n';
const CJK = '# 配送計算\n\n東京への小包は翌日に届きます。料金は zhongdian 三百円です。\n';
const EMOJI = '# Launch 🚀\n\nWhen the checklist 👩‍🚀 is green, the rocketeer presses ignition 🔥.\n';
const CRLF = '# Harbour\r\n\r\nThe lighthouse keeper\r\nlights the lantern at dusk.\r\n';
const MIXED =
  '# Orchard\r\n\nApples ripen in September.\rPears ripen in the pomology calendar.\r\nPlums ripen first.\n';
const LONE_CR = '# Stable\r\rThe farrier shoes the horses\ron every second Monday.\r';
const BOM = '# Glacier\n\nThe moraine marks where the ice once stood.\n';
const NO_FINAL_NEWLINE = '# Bakery\n\nThe sourdough rests for nineteen hours';
const WINDOWS_1251 = '# Библиотека\n\nЧитатель возвращает книгу библиотекарю через четырнадцать дней.\n';
const UTF_16 = '# Observatory\n\nThe heliostat follows the sun all day — без остановки.\n';
const BROKEN_CODE =
  'export function quenchSteel(temperature: number {\n  if (temperature > 800 {\n    return "quench in brine";\n';
const BROKEN_JSON = '{\n  "anvil": "the weight of the anvil is forty kilograms",\n  "hammer": \n';
const RARE_NUL = `# Vineyard\n\nThe vintner\0 racks the wine in March.\n\n${'Nothing else happens in the cellar.\n'.repeat(20)}`;
const LONE_LINE_SEPARATORS = '# Quarry\n\nThe stonemason\u2028splits granite\u0085with wedges\u000bin winter.\n';

/** A megabyte without a line break; every entry differs, and one in the middle is asked for. */
const ONE_LINE = JSON.stringify(
  Array.from({ length: 14_000 }, (_, index) =>
    index === 7_000
      ? { name: 'zirconium', note: 'the melting point of zirconium is 1855' }
      : { name: `element-${index}`, note: `entry number ${index} of the very long list, nothing more` },
  ),
);

export const ODD_FILES: readonly OddFile[] = [
  {
    ...utf8('a Cyrillic path and content', 'документы/Расчёт доставки.md', CYRILLIC),
    query: 'курьер привозит посылку',
    word: 'Курьер',
  },
  { ...utf8('a CJK path and content', '文書/配送計算.md', CJK), query: '配送計算 zhongdian', word: 'zhongdian' },
  { ...utf8('emoji in path and content', 'notes/🚀 launch.md', EMOJI), query: 'rocketeer ignition', word: 'ignition' },
  {
    ...utf8('a path in decomposed form', 'menu/cafe\u0301.md', '# Menu\n\nThe barista pours a cortado.\n'),
    query: 'barista cortado',
    word: 'cortado',
  },
  {
    ...utf8(
      'spaces and signs in its path',
      " a b/#1 (copy) & 100%, 'x'.md",
      '# Kiln\n\nThe kiln vitrifies porcelain.\n',
    ),
    query: 'kiln vitrifies porcelain',
    word: 'porcelain',
  },
  { ...utf8('CR LF', 'eol/crlf.md', CRLF), query: 'lighthouse keeper lantern', word: 'lantern' },
  { ...utf8('mixed line endings', 'eol/mixed.md', MIXED), query: 'pears pomology', word: 'pomology' },
  { ...utf8('lone CR', 'eol/cr.md', LONE_CR), query: 'farrier horses', word: 'farrier' },
  {
    ...utf8('separators that are no line ends', 'eol/separators.md', LONE_LINE_SEPARATORS),
    query: 'stonemason granite',
    word: 'granite',
  },
  {
    ...utf8('a byte order mark', 'bom.md', BOM),
    bytes: Buffer.from(`\ufeff${BOM}`),
    query: 'glacier moraine',
    word: 'moraine',
  },
  { ...utf8('no final newline', 'no-newline.md', NO_FINAL_NEWLINE), query: 'sourdough rests', word: 'sourdough' },
  {
    ...utf8('windows-1251', 'legacy/библиотека.md', WINDOWS_1251),
    bytes: windows1251(WINDOWS_1251),
    base64: true,
    query: 'читатель возвращает книгу библиотекарю',
    word: 'библиотекарю',
  },
  {
    ...utf8('UTF-16', 'legacy/observatory.md', UTF_16),
    bytes: Buffer.from(`\ufeff${UTF_16}`, 'utf16le'),
    base64: true,
    query: 'heliostat follows the sun',
    word: 'heliostat',
  },
  { ...utf8('code that does not parse', 'src/steel.ts', BROKEN_CODE), query: 'quenchSteel brine', word: 'brine' },
  { ...utf8('JSON that does not parse', 'data/smithy.json', BROKEN_JSON), query: 'weight of the anvil', word: 'anvil' },
  { ...utf8('a stray NUL', 'vineyard.md', RARE_NUL), query: 'vintner racks the wine', word: 'racks' },
  {
    ...utf8('one line of a megabyte', 'data/elements.json', ONE_LINE),
    query: 'melting point of zirconium',
    word: '1855',
  },
];

function utf8(what: string, path: string, text: string) {
  return { what, path, text, bytes: Buffer.from(text, 'utf8') };
}

function windows1251(text: string): Buffer {
  const codes = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return code;
    if (character === 'ё') return 0xb8;
    return code - 0x410 + 0xc0;
  });
  return Buffer.from(codes);
}
