import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeGigaChat, type RecordedRequest } from '../../fakes/gigachat/fake-gigachat.js';
import { roleOf } from '../../fakes/model-of-roles.js';
import type { FakeMessage } from '../../fakes/reply-script.js';
import { gigaChatEnvironment } from '../../kit/providers/gigachat-environment.js';
import type { Random } from '../../kit/random.js';
import type { Member } from './crew.js';
import { answerQuestions, questionIn } from './questions.js';

const LATENCY_MS = { least: 20, most: 400 };

/** One request as a provider received it. */
export interface WireCall {
  readonly member: string;
  readonly life: number;
  /** `performance.now()` when it was received. */
  readonly at: number;
  readonly kind: 'chat' | 'embeddings';
  /** What a chat call was for, with the file where there are several; of an embedded question `search`. */
  readonly role: string;
  /** The question that it is about; null for chunks. */
  readonly question: number | null;
  /** The chunks of files to embed. */
  readonly texts: readonly string[];
  open: boolean;
}

/** The providers of a crew: each member has a GigaChat of its own, so that it is known who asked. */
export class Wire {
  /** All calls, as they were received. */
  readonly calls: WireCall[] = [];
  readonly #fakes: FakeGigaChat[] = [];
  readonly #random: Random;
  readonly #onTexts: (texts: readonly string[]) => Promise<void>;

  /** `onTexts` is told the chunks of each request as it arrives. */
  constructor(random: Random, onTexts: (texts: readonly string[]) => Promise<void> = async () => {}) {
    this.#random = random;
    this.#onTexts = onTexts;
  }

  /** Starts the GigaChat of a member; gives the variables that lead to it. */
  async environmentFor(member: Pick<Member, 'name' | 'life'>): Promise<Readonly<Record<string, string>>> {
    const fake = await FakeGigaChat.start({
      replies: answerQuestions,
      onRequest: (request, response) => this.#receive(member, request, response),
    });
    this.#fakes.push(fake);
    return { ...gigaChatEnvironment(fake), PROVIDER_FIRST_BYTE_SECONDS: '120', PROVIDER_CONCURRENCY: '4' };
  }

  /** What a member is waiting for. */
  doing(name: string): 'a vector' | 'a model' | 'neither' {
    const open = this.calls.filter((call) => call.open && call.member === name);
    if (open.some(({ kind }) => kind === 'embeddings')) return 'a vector';
    return open.length > 0 ? 'a model' : 'neither';
  }

  async close(): Promise<void> {
    await Promise.all(this.#fakes.map((fake) => fake.close()));
  }

  async #receive(
    { name, life }: Pick<Member, 'name' | 'life'>,
    { endpoint, body }: RecordedRequest,
    response: ServerResponse,
  ): Promise<void> {
    if (endpoint !== 'chat' && endpoint !== 'embeddings') return;
    const asked = endpoint === 'chat' ? ofChat(body) : ofEmbeddings(body);
    const call: WireCall = { member: name, life, at: performance.now(), open: true, ...asked };
    this.calls.push(call);
    response.once('close', () => {
      call.open = false;
    });
    if (call.texts.length > 0) await this.#onTexts(call.texts);
    await sleep(this.#random.between(LATENCY_MS.least, LATENCY_MS.most));
  }
}

function ofChat(body: unknown) {
  const { messages } = body as { messages: readonly FakeMessage[] };
  const prompt = messages.map(({ content }) => content).join('\n');
  const role = roleOf(messages);
  if (role === null) throw new Error('A prompt of no known role was sent.');
  const path = role === 'editsApply' ? ` ${/^File: (.*)$/m.exec(prompt)?.[1]}` : '';
  return { kind: 'chat' as const, role: `${role}${path}`, question: questionIn(prompt), texts: [] };
}

function ofEmbeddings(body: unknown) {
  const { input } = body as { input: readonly string[] };
  const question = input.length === 1 ? questionIn(input[0] ?? '') : null;
  const isProbe = input.length === 1 && input[0] === 'dimensions';
  const texts = question === null && !isProbe ? input : [];
  return { kind: 'embeddings' as const, role: question === null ? 'index' : 'search', question, texts };
}
