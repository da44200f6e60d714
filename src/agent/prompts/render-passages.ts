import { type FilePassage, isOfFile, type PagePassage, type TurnPassage } from '../turn-state.js';

/** The passages as numbered data for a prompt; a passage cannot end its own element. */
export function renderPassages(passages: readonly TurnPassage[]): string {
  if (passages.length === 0) return '(none)';
  return passages.map(renderPassage).join('\n');
}

function renderPassage(passage: TurnPassage, index: number): string {
  const attributes = [
    `n="${index + 1}"`,
    ...(isOfFile(passage) ? attributesOfFile(passage) : attributesOfPage(passage)),
    ...(passage.origin === 'INDEX' ? [] : ['attached="true"']),
  ];
  const content = passage.content.replace(/<(?=\/?passage\b)/giu, '&lt;');
  return `<passage ${attributes.join(' ')}>\n${content}\n</passage>`;
}

function attributesOfFile({ path, startLine, endLine, symbol }: FilePassage): string[] {
  return [`path=${quoted(path)}`, lines(startLine, endLine), ...(symbol === null ? [] : [`symbol=${quoted(symbol)}`])];
}

function attributesOfPage({ title, startLine, endLine, url, pageVersion, fetchedAt }: PagePassage): string[] {
  const name = [`page=${quoted(title)}`, lines(startLine, endLine), `url=${quoted(url)}`];
  return [...name, `version="${pageVersion}"`, `fetched="${fetchedAt}"`];
}

function lines(startLine: number, endLine: number): string {
  return `lines="${startLine}-${endLine}"`;
}

/** A title is anyone's text: it must not end its element either. */
function quoted(value: string): string {
  return JSON.stringify(value).replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
