import { z } from 'zod';
import type { ModelChunk, TokenUsage } from '../../../contracts/language-model.js';
import { brokenOff, endingOf } from '../reply-ending.js';
import { GIGACHAT } from './gigachat-wording.js';
import { parseReply } from './parse-reply.js';

const END = '[DONE]';

const chunk = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish() }).nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

/**
 * The pieces of a streamed reply, each as soon as it is there. All text received is given before a failure is thrown:
 * a reply that the model could not end, that is not the protocol's, or that stops without an end.
 */
export async function* replyChunks(events: AsyncIterable<string>): AsyncGenerator<ModelChunk> {
  let finish: string | null = null;
  let usage: TokenUsage | undefined;
  for await (const data of events) {
    if (data === END) break;
    const { choices, usage: spent } = parseReply(chunk, data);
    const [choice] = choices;
    const text = choice?.delta?.content ?? '';
    if (text !== '') yield { text };
    finish = choice?.finish_reason ?? finish;
    if (spent) usage = { promptTokens: spent.prompt_tokens, completionTokens: spent.completion_tokens };
  }
  if (finish === null) throw brokenOff(GIGACHAT.api);
  const ending = endingOf(finish, GIGACHAT.api);
  yield { text: '', usage, truncated: ending.truncated };
  if (ending.failure !== null) throw ending.failure;
}
