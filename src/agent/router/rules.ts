import type { AgentInput, Route, Routing } from '../../contracts/agent-runner.js';
import { editTargetOf } from './edit-request.js';
import { isGeneralKnowledge } from './general-knowledge.js';
import { isSmallTalk } from './small-talk.js';

/** Routes a message by its words, Russian or English. A dialog has a project, so what nothing else claims is about it. */
export function routeByRules({ text, attachments }: Pick<AgentInput, 'text' | 'attachments'>): Routing {
  const edit = editTargetOf(text);
  if (edit === 'DOCUMENTS') return rule('DOCS_GENERATION', 0.8, 'Asks for documentation to be written.');
  if (edit === 'FILES') return rule('PROJECT_EDITS', 0.8, 'Asks for a change of files.');
  if (attachments.length > 0) return rule('PROJECT_QA', 0.9, 'Asks about what is attached.');
  if (isSmallTalk(text)) return rule('DEFAULT_GENERAL', 0.9, 'A greeting, thanks, or a question about the assistant.');
  if (isGeneralKnowledge(text)) return rule('DEFAULT_GENERAL', 0.6, 'Not about the project.');
  return rule('PROJECT_QA', 0.7, 'A question in a dialog about a project.');
}

function rule(route: Route, confidence: number, reason: string): Routing {
  return { route, source: 'RULES', confidence, reason };
}
