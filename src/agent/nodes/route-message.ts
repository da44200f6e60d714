import type { AgentDependencies } from '../agent-dependencies.js';
import { chooseWithoutReading } from '../router/choose-route.js';
import { askModelForRoute } from '../router/model-route.js';
import { routeByRules } from '../router/rules.js';
import type { TurnNode } from '../turn-run.js';

/** Chooses the turn's route: mode, then the dialog's context, then the model where there is one, then the rules. */
export function routeMessage(dependencies: AgentDependencies): TurnNode {
  return async (state, run) => {
    const clear = chooseWithoutReading(run.input);
    if (clear !== null) {
      await run.tellRouting(clear);
      return { routing: clear };
    }
    const asked = await askModelForRoute(dependencies, run, state.usage);
    const routing = asked.routing ?? routeByRules(run.input);
    await run.tellRouting(routing);
    return { routing, usage: asked.usage };
  };
}
