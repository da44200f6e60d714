import type { TurnPassage } from '../turn-state.js';

/** The passages as numbered data for a prompt; a passage cannot end its own element. */
export function renderPassages(passages: readonly TurnPassage[]): string {
  if (passages.length === 0) return '(none)';
  return passages.map(renderPassage).join('\n');
}

function renderPassage(passage: TurnPassage, index: number): string {
  const attributes = [
    `n="${index + 1}"`,
    `path=${JSON.stringify(passage.path)}`,
    `lines="${passage.startLine}-${passage.endLine}"`,
    ...(passage.symbol === null ? [] : [`symbol=${JSON.stringify(passage.symbol)}`]),
    ...(passage.origin === 'INDEX' ? [] : ['attached="true"']),
  ];
  const content = passage.content.replace(/<(?=\/?passage\b)/giu, '&lt;');
  return `<passage ${attributes.join(' ')}>\n${content}\n</passage>`;
}
