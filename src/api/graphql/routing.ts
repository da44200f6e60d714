import type { Routing } from '../../contracts/agent-runner.js';
import { builder } from './builder.js';

const RouteEnum = builder.enumType('Route', {
  description: 'Which flow answers. In REST in lower case, the first _ as a /: project/qa.',
  values: {
    DEFAULT_GENERAL: { description: 'An answer without the project.' },
    PROJECT_QA: { description: 'An answer from the project, with citations.' },
    PROJECT_EDITS: { description: 'Edits of the project.' },
    DOCS_GENERATION: { description: 'Documentation of the project.' },
  } as const,
});

const RoutingSourceEnum = builder.enumType('RoutingSource', {
  description: 'What decided the route.',
  values: {
    MODE: { description: 'The mode of the message.' },
    MODEL: { description: 'The language model.' },
    RULES: { description: 'Rules on the words of the message.' },
    CONTEXT: { description: 'What was asked before: a follow-up stays on its route.' },
  } as const,
});

export const RoutingType = builder.objectRef<Routing>('Routing').implement({
  description: 'Which flow answers, and why.',
  fields: (t) => ({
    route: t.expose('route', { type: RouteEnum, description: 'The flow.' }),
    source: t.expose('source', { type: RoutingSourceEnum, description: 'What decided it.' }),
    confidence: t.exposeFloat('confidence', { nullable: true, description: 'From 0 to 1, when there is one.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'A short reason, when there is one.' }),
  }),
});
