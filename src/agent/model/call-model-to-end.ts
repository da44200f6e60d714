import type { Usage } from '../../contracts/agent-runner.js';
import type { LanguageModel } from '../../contracts/language-model.js';
import type { PromptTemplate } from '../prompts/parse-prompt.js';
import { renderPrompt } from '../prompts/render-prompt.js';
import type { TurnRun } from '../turn-run.js';
import { callModel, type ModelReply } from './call-model.js';
import type { PromptMessages } from './prompt-messages.js';
import { SEAM_CHARACTERS, withoutRepetition } from './seam.js';

const MOST_CONTINUATIONS = 2;

export interface Conversation {
  /** The instructions first, the person's words last. */
  readonly messages: PromptMessages;
  /** The prompt that has a cut reply gone on with. */
  readonly continuation: PromptTemplate;
}

/**
 * As `callModel`; a reply that was cut because it may not be longer is gone on with, at most twice. `truncated` tells that
 * it was still cut then.
 */
export async function callModelToEnd(
  model: LanguageModel,
  { messages: [system, ...asked], continuation }: Conversation,
  run: TurnRun,
  before: Usage,
  onText: (text: string) => Promise<void> = async () => {},
): Promise<ModelReply> {
  let reply = await callModel(model, [system, ...asked], run, before, onText);
  for (let times = 0; reply.truncated && reply.text.trim() !== '' && times < MOST_CONTINUATIONS; times += 1) {
    const { text } = reply;
    const goOn = renderPrompt(continuation, { ending: text.slice(-SEAM_CHARACTERS).toWellFormed() });
    // Some endpoints take one system message, and only as the first.
    const told = { ...system, content: `${system.content}\n\n${goOn.system.content}` };
    const seam = new SeamText(text, onText);
    const messages = [told, ...asked, { role: 'assistant' as const, content: text }, goOn.user];
    const next = await callModel(model, messages, run, reply.usage, (piece) => seam.add(piece));
    await seam.end();
    reply = { ...next, text: text + seam.text };
  }
  return reply;
}

/** Holds the beginning of a continuation until it is clear what it repeats, then passes it on as it comes. */
class SeamText {
  text = '';
  private held: string | null = '';

  constructor(
    private readonly before: string,
    private readonly pass: (text: string) => Promise<void>,
  ) {}

  async add(piece: string): Promise<void> {
    if (this.held === null) return this.tell(piece);
    this.held += piece;
    if (this.held.length > 2 * SEAM_CHARACTERS) await this.end();
  }

  async end(): Promise<void> {
    const { held } = this;
    this.held = null;
    if (held !== null) await this.tell(withoutRepetition(this.before, held));
  }

  private async tell(text: string): Promise<void> {
    this.text += text;
    if (text !== '') await this.pass(text);
  }
}
