import type { AgentInput, MessageMode, Route, Routing } from '../../contracts/agent-runner.js';
import { editTargetOf } from './edit-request.js';
import { isFollowUp } from './follow-up.js';
import { isSmallTalk } from './small-talk.js';

const ROUTE_OF_MODE = {
  QA: 'DEFAULT_GENERAL',
  PROJECT_QA: 'PROJECT_QA',
  PROJECT_EDITS: 'PROJECT_EDITS',
  DOCS_GENERATION: 'DOCS_GENERATION',
} as const satisfies Record<Exclude<MessageMode, 'AUTO'>, Route>;

/** The route that needs neither rules nor a model: an explicit mode, or a follow-up that stays where its topic is. */
export function chooseWithoutReading({ mode, text, memory, attachments }: AgentInput): Routing | null {
  if (mode !== 'AUTO') return { route: ROUTE_OF_MODE[mode], source: 'MODE', confidence: 1, reason: null };
  if (memory === null || attachments.length > 0 || isSmallTalk(text) || editTargetOf(text) !== null) return null;
  if (!isFollowUp(text)) return null;
  return {
    route: memory.route,
    source: 'CONTEXT',
    confidence: 0.8,
    reason: 'A short follow-up to the previous question.',
  };
}
