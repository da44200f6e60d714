import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { AgentEvent, AgentInput, Routing, Usage } from '../contracts/agent-runner.js';
import type { SourceLines } from '../contracts/rag-retriever.js';
import { STEP_LABELS, type Step } from './steps.js';
import { checkTokens } from './turn-budget.js';
import { isOfFile, type TurnPassage, type TurnState } from './turn-state.js';

/** What one run of a turn needs and must not be checkpointed: its input, its signal, and where events go. */
export class TurnRun {
  private spoken = '';
  private lost: Usage | null = null;

  constructor(
    readonly input: AgentInput,
    readonly signal: AbortSignal,
    private readonly emit: (event: AgentEvent) => Promise<void>,
  ) {}

  /** The text of all deltas of this run so far. */
  get answer(): string {
    return this.spoken;
  }

  /** Tells that a node begins; throws the signal's reason instead once aborted. */
  async beginStep(step: Step): Promise<void> {
    this.signal.throwIfAborted();
    await this.emit({ type: 'step', step, label: STEP_LABELS[step] });
  }

  /** Tells what a node is at, where that is worth telling. */
  async tellProgress(step: Step, label: string): Promise<void> {
    this.signal.throwIfAborted();
    await this.emit({ type: 'step', step, label });
  }

  async tellRouting(routing: Routing): Promise<void> {
    await this.emit({ type: 'routed', routing });
  }

  /** The lines of files among the passages. */
  async tellSources(passages: readonly TurnPassage[]): Promise<void> {
    const sources: SourceLines[] = passages
      .filter(isOfFile)
      .map(({ path, startLine, endLine, contentHash, version }) => ({
        path,
        startLine,
        endLine,
        contentHash,
        version,
      }));
    await this.emit({ type: 'sources', sources });
  }

  /** Adds to the answer; throws the signal's reason instead once aborted. */
  async say(text: string): Promise<void> {
    this.signal.throwIfAborted();
    if (text === '') return;
    const offset = this.spoken.length;
    this.spoken += text;
    await this.emit({ type: 'delta', offset, text });
  }

  /** Tells a checkpointed answer that this run did not speak, since the run that did may have lost its last deltas. */
  async retell(answer: string): Promise<void> {
    if (this.spoken === answer) return;
    this.spoken = answer;
    await this.emit({ type: 'delta', offset: 0, text: answer });
  }

  /**
   * Where this run takes the turn up its channels have this usage; later calls change nothing. What earlier attempts used
   * beyond it, in calls that failed or were cut, counts in all that is told from now on.
   */
  takeUpFrom(usage: Usage): void {
    this.lost ??= mapUsage((key) => Math.max(0, this.input.used[key] - usage[key]));
  }

  /** The usage of a turn whose channels have this one, that of lost calls included. */
  totalUsage(usage: Usage): Usage {
    const { lost } = this;
    return lost === null ? usage : mapUsage((key) => usage[key] + lost[key]);
  }

  /** Also told when aborted: a cancelled run has its usage too. */
  async tellUsage(usage: Usage): Promise<void> {
    await this.emit({ type: 'usage', usage: this.totalUsage(usage) });
  }

  /** Throws BUDGET_EXCEEDED when this usage, or so many characters beyond it, are more than the turn may use. */
  checkTokens(usage: Usage, characters = 0): void {
    checkTokens(this.input, this.totalUsage(usage), characters);
  }
}

/** A graph node: reads the turn's channels, gives those that it changes. */
export type TurnNode = (state: TurnState, run: TurnRun) => Promise<Partial<TurnState>>;

export interface TurnContext {
  readonly run: TurnRun;
}

/** Makes LangGraph's node out of ours; each one's beginning is told. */
export function stepNode(step: Step, node: TurnNode) {
  return async (state: TurnState, config: LangGraphRunnableConfig): Promise<Partial<TurnState>> => {
    const run = runOf(config);
    run.takeUpFrom(state.usage);
    await run.beginStep(step);
    return node(state, run);
  };
}

export function runOf(config: LangGraphRunnableConfig): TurnRun {
  const run = (config.context as Partial<TurnContext> | undefined)?.run;
  if (run === undefined) throw new Error('The graph was invoked without the context of a run.');
  return run;
}

function mapUsage(value: (key: keyof Usage) => number): Usage {
  return {
    promptTokens: value('promptTokens'),
    completionTokens: value('completionTokens'),
    embeddingTokens: value('embeddingTokens'),
    llmCalls: value('llmCalls'),
  };
}
