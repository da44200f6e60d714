import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import type { Plugin } from 'graphql-yoga';

/**
 * Limits on what a document from the network may ask for. The largest of our own operations costs 6,300 and is 14 deep.
 * Introspection by GraphiQL is exempt from depth and cost.
 */
export function hardening(): Plugin[] {
  const plugins = [
    maxTokensPlugin({ n: 3000 }),
    maxDepthPlugin({ n: 20, ignoreIntrospection: true }),
    // An empty list of exceptions: by default any number of aliases of __typename would pass.
    maxAliasesPlugin({ n: 30, allowList: [] }),
    maxDirectivesPlugin({ n: 30 }),
    costLimitPlugin({ maxCost: 10_000, objectCost: 2, scalarCost: 1, depthCostFactor: 1.5, ignoreIntrospection: true }),
    blockFieldSuggestionsPlugin(),
  ];
  return plugins as Plugin[];
}
