import { describe, expect, test } from 'vitest';
import { AgentFixture } from '../../tests/kit/agent/agent-fixture.js';
import { crashTurn, inputOf, runTurn, stepsOf } from '../../tests/kit/agent/run-turn.js';
import type { AgentEvent } from '../contracts/agent-runner.js';
import { StaleAttemptError } from '../shared/run-errors.js';

const fixture = AgentFixture.use();

/** What an attempt does once it is frozen at the first event of this type, until it is thawed. */
function freezing(type: AgentEvent['type']) {
  let thaw: () => void = () => undefined;
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  let frozen: () => void = () => undefined;
  const isFrozen = new Promise<void>((resolve) => {
    frozen = resolve;
  });
  const emit = async (event: AgentEvent) => {
    if (event.type !== type) return;
    frozen();
    await thawed;
  };
  return { emit, isFrozen, thaw };
}

const atTheEnd = (event: AgentEvent) => event.type === 'step' && event.step === 'verify_citations';

describe('an attempt that another one has replaced', () => {
  const text = 'How does retryWithBackoff wait after a failure?';
  const mode = 'PROJECT_QA';

  test('does not lead that back to where it was frozen itself', async () => {
    const { model, runner } = fixture.withModel('It waits twice as long each time [1].');
    const input = inputOf({ dialogId: fixture.newDialog(), taskId: 'tsk_frozen', mode, text });
    const { emit, isFrozen, thaw } = freezing('sources');
    const first = runner.run(input, emit, new AbortController().signal);
    first.catch(() => undefined);
    await isFrozen;

    fixture.replaced.set(input.taskId, 1);
    await crashTurn(runner, { ...input, attempt: 2 }, atTheEnd);
    thaw();
    await expect(first).rejects.toThrow(StaleAttemptError);
    fixture.replaced.set(input.taskId, 2);
    const third = await runTurn(runner, { ...input, attempt: 3 });
    expect(stepsOf(third.events)).toEqual(['verify_citations']);
    expect(model.calls).toHaveLength(1);
  });

  test('begins nothing, and takes nothing away from the turn that its dialog is at', async () => {
    const { model, runner } = fixture.withModel('It waits twice as long each time [1].');
    const dialogId = fixture.newDialog();
    const current = inputOf({ dialogId, taskId: 'tsk_current', mode, text });
    await crashTurn(runner, current, atTheEnd);

    fixture.replaced.set('tsk_ended', 1);
    const late = runTurn(runner, inputOf({ dialogId, taskId: 'tsk_ended', mode, text }));
    await expect(late).rejects.toThrow(StaleAttemptError);
    const { events } = await runTurn(runner, { ...current, attempt: 2 });
    expect(stepsOf(events)).toEqual(['verify_citations']);
    expect(model.calls).toHaveLength(1);
  });
});
