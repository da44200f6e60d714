import type { Answer, EvalSet, LineRange, Question } from './eval-set.js';
import type { Judged } from './metrics.js';

export interface Hit extends LineRange {
  readonly path: string;
}

/**
 * Whether each result, best first, is an answer that no earlier one was. Where files are ranked, only the first hit of
 * a file is a result.
 */
export function judge(hits: readonly Hit[], { answers }: Question, ranked: EvalSet['ranked']): Judged {
  const open = new Set(answers);
  return (ranked === 'files' ? firstOfEachFile(hits) : hits).map((hit) => {
    const answer = [...open].find((candidate) => isIn(hit, candidate));
    return answer !== undefined && open.delete(answer);
  });
}

function firstOfEachFile(hits: readonly Hit[]): Hit[] {
  const seen = new Set<string>();
  return hits.filter(({ path }) => !seen.has(path) && seen.add(path));
}

function isIn(hit: Hit, { path, lines }: Answer): boolean {
  if (hit.path !== path) return false;
  return lines === null || (hit.startLine <= lines.endLine && lines.startLine <= hit.endLine);
}
