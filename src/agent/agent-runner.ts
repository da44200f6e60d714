import type { Pool } from 'pg';
import type { AgentResult, AgentRunner } from '../contracts/agent-runner.js';
import type { AgentDependencies } from './agent-dependencies.js';
import { checkpointedThreads, type HoldAttempt, TurnCheckpoints } from './checkpoints.js';
import { buildAgentGraph } from './graphs/agent-graph.js';
import { turnDeadline } from './turn-budget.js';
import { TurnRun } from './turn-run.js';
import { freshTurn, type TurnState } from './turn-state.js';

/** LangGraph's own limit is 25 nodes; a turn that edits visits one for each file, and again for a repair. */
const MOST_NODES = 200;

/** An agent whose dialogs are checkpointed in `pool`, on which `setUpCheckpoints` has run. */
export function createAgentRunner({
  pool,
  holdAttempt,
  ...dependencies
}: AgentDependencies & { pool: Pool; holdAttempt: HoldAttempt }): AgentRunner {
  const checkpoints = new TurnCheckpoints(pool, holdAttempt);
  const graph = buildAgentGraph(dependencies, checkpoints);

  return {
    async run(input, emit, signal) {
      const deadline = turnDeadline(input, signal);
      const run = new TurnRun(input, deadline.signal, emit);
      try {
        run.signal.throwIfAborted();
        const result = resultOf(await runToEnd(run));
        run.takeUpFrom(result.usage);
        await run.retell(result.answer);
        return { ...result, usage: run.totalUsage(result.usage) };
      } catch (error) {
        if (run.signal.aborted) throw run.signal.reason;
        throw error;
      } finally {
        deadline.end();
      }
    },

    async rememberedDialogs() {
      return checkpointedThreads(pool, 1_000);
    },

    async forget(dialogId) {
      await checkpoints.deleteThread(dialogId);
    },
  };

  /**
   * The signal is not given to LangGraph, which would reject while a node still runs: nodes heed it themselves, so the
   * run rejects when the provider's call has ended.
   */
  async function runToEnd(run: TurnRun): Promise<TurnState> {
    const { dialogId, taskId } = run.input;
    const thread = checkpoints.configOf(dialogId, run.input);
    const options = { ...thread, context: { run }, durability: 'sync' as const, recursionLimit: MOST_NODES };
    const last = await graph.getState(thread);
    const saved = last.values as Partial<TurnState>;
    if (saved.taskId === taskId) {
      // A checkpoint of another release, whose nodes had other names, leads nowhere: then the turn begins anew.
      const resumed = last.next.length > 0 && !isFinished(saved) ? await graph.invoke(null, options) : saved;
      if (isFinished(resumed)) return resumed;
    }
    // A turn needs nothing of the ones before it. Without this a dialog's checkpoints grow with every turn.
    await checkpoints.beginAnew(dialogId, run.input);
    return graph.invoke(freshTurn(taskId), options);
  }
}

function isFinished(state: Partial<TurnState>): state is TurnState {
  return state.routing != null && state.answer != null && state.citations != null;
}

function resultOf(state: TurnState): AgentResult {
  const { routing, answer, citations, version, changeset, summary, usage } = state;
  if (routing === null || answer === null || citations === null) {
    throw new Error(`The graph of task ${state.taskId} ended without an answer.`);
  }
  return { routing, answer, citations, version, changeset, summary, usage };
}
