import { z } from 'zod';
import type { Routing, Usage } from '../../contracts/agent-runner.js';
import type { AgentDependencies } from '../agent-dependencies.js';
import { callModel } from '../model/call-model.js';
import { parseJsonReply } from '../model/json-reply.js';
import { promptMessages } from '../model/prompt-messages.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnRun } from '../turn-run.js';

const reply = z.object({
  route: z.enum(['DEFAULT_GENERAL', 'PROJECT_QA', 'PROJECT_EDITS', 'DOCS_GENERATION']),
  confidence: z.number().min(0).max(1),
  reason: z.string().max(500),
});

/** Enough to see what a short message takes up; the answer itself gets more. */
const HISTORY_TOKENS = 600;

/**
 * The route that the model chooses, and the turn's usage after it; null when there is no model or its reply is not the
 * object it was asked for. Provider failures are thrown: the answer would meet them too.
 */
export async function askModelForRoute(
  { languageModel, prompts, logger }: AgentDependencies,
  run: TurnRun,
  usage: Usage,
): Promise<{ routing: Routing | null; usage: Usage }> {
  if (languageModel === null) return { routing: null, usage };
  const { text, memory, attachments, history } = run.input;
  const prompt = renderPrompt(prompts.router, {
    question: text,
    previous_route: memory?.route ?? 'none',
    previous_question: memory?.question ?? 'none',
    attachments: String(attachments.length),
  });
  const messages = promptMessages(prompt, { summary: null, messages: history }, HISTORY_TOKENS);
  const call = await callModel(languageModel, messages, run, usage);
  const parsed = parseJsonReply(call.text, reply);
  if (parsed.ok) return { routing: { ...parsed.value, source: 'MODEL' }, usage: call.usage };
  logger?.warn({ taskId: run.input.taskId }, 'The model did not answer with a route; the rules choose it.');
  return { routing: null, usage: call.usage };
}
