import type { AgentEvent, AgentInput, AgentResult, AgentRunner } from '../../../src/contracts/agent-runner.js';

/** An input of which a test only states what matters to it. */
export function inputOf(changes: Partial<AgentInput> & { readonly text: string }): AgentInput {
  return {
    taskId: 'tsk_1',
    attempt: 1,
    dialogId: 'dlg_1',
    sessionId: 'ses_1',
    ownerId: 'local',
    mode: 'AUTO',
    attachments: [],
    history: [],
    summary: null,
    memory: null,
    budget: { maxTotalTokens: null, maxSeconds: null },
    used: { promptTokens: 0, completionTokens: 0, embeddingTokens: 0, llmCalls: 0, durationMs: 0 },
    ...changes,
  };
}

export interface Told {
  readonly result: AgentResult;
  readonly events: readonly AgentEvent[];
}

/** Runs a turn to its end and collects its events. */
export async function runTurn(runner: AgentRunner, input: AgentInput): Promise<Told> {
  const events: AgentEvent[] = [];
  const emit = async (event: AgentEvent) => void events.push(event);
  return { result: await runner.run(input, emit, new AbortController().signal), events };
}

/** Runs a turn whose `emit` fails at the first event that `at` accepts, as when the process dies there. */
export async function crashTurn(runner: AgentRunner, input: AgentInput, at: (event: AgentEvent) => boolean) {
  const events: AgentEvent[] = [];
  const emit = async (event: AgentEvent) => {
    if (at(event)) throw new Error('The process died.');
    events.push(event);
  };
  let failure: unknown = null;
  try {
    await runner.run(input, emit, new AbortController().signal);
  } catch (error) {
    failure = error;
  }
  return { events, failure };
}

/** The answer as a client has it that follows the deltas: each replaces everything from its offset on. */
export function textOfDeltas(events: readonly AgentEvent[]): string {
  return events.reduce((text, event) => (event.type === 'delta' ? text.slice(0, event.offset) + event.text : text), '');
}

export function stepsOf(events: readonly AgentEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
}
