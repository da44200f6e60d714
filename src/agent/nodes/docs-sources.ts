import type { AgentDependencies } from '../agent-dependencies.js';
import { lookUp } from '../files/look-up.js';
import { holdsLines } from '../retrieval/holds-lines.js';
import type { TurnNode } from '../turn-run.js';

/** What the files that the outline names may add to the turn's passages, about 12,000 tokens of English. */
const MOST_CHARACTERS = 48_000;

/** Makes passages of the files that the outline names. One that cannot be read is left out: the plan may guess. */
export function readSources({ retriever }: Pick<AgentDependencies, 'retriever'>): TurnNode {
  return async (state, run) => {
    const wanted = (state.documents?.documents ?? []).flatMap(({ read, refused }) => (refused.length > 0 ? [] : read));
    const passages = [...state.passages];
    let characters = 0;
    for (const path of new Set(wanted)) {
      run.signal.throwIfAborted();
      const { passages: read } = await lookUp({ tool: 'read', path, start: null, end: null }, retriever, run);
      for (const passage of read) {
        if (passages.some((other) => holdsLines(other, passage))) continue;
        if (characters + passage.content.length > MOST_CHARACTERS) continue;
        passages.push(passage);
        characters += passage.content.length;
      }
    }
    if (passages.length > state.passages.length) await run.tellSources(passages);
    return { passages };
  };
}
