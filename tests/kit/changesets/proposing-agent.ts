import { NO_USAGE } from '../../../src/agent/turn-state.js';
import type { AgentInput, AgentResult, AgentRunner, HistorySummary } from '../../../src/contracts/agent-runner.js';
import type { ProposedChangeset } from '../../../src/contracts/changeset.js';

type Turn = ProposedChangeset | Error | { readonly summary: HistorySummary };

/** An agent that answers turn by turn with what a test lined up, and remembers its inputs; when nothing is, another answers. */
export class ProposingAgent implements AgentRunner {
  readonly inputs: AgentInput[] = [];
  readonly #turns: Turn[] = [];
  readonly #otherwise: AgentRunner;

  constructor(otherwise: AgentRunner) {
    this.#otherwise = otherwise;
  }

  next(turn: Turn): void {
    this.#turns.push(turn);
  }

  async run(...[input, emit, signal]: Parameters<AgentRunner['run']>): Promise<AgentResult> {
    this.inputs.push(input);
    const turn = this.#turns.shift();
    if (turn === undefined) return this.#otherwise.run(input, emit, signal);
    const routing = { route: 'PROJECT_EDITS', source: 'MODE', confidence: 1, reason: null } as const;
    const answer = 'Here is what I would change.';
    await emit({ type: 'routed', routing });
    await emit({ type: 'delta', offset: 0, text: answer });
    if (turn instanceof Error) throw turn;
    return {
      routing,
      answer,
      citations: [],
      version: 1,
      changeset: 'operations' in turn ? turn : null,
      summary: 'operations' in turn ? null : turn.summary,
      usage: NO_USAGE,
    };
  }

  async rememberedDialogs(): Promise<readonly string[]> {
    return this.#otherwise.rememberedDialogs();
  }

  async forget(dialogId: string): Promise<void> {
    await this.#otherwise.forget(dialogId);
  }
}
