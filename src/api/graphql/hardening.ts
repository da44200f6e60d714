import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { GraphQLError, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import { documentCost } from './document-cost.js';

/**
 * Limits on what a document from the network may ask for. The deepest of our own operations is 14 deep. Introspection by
 * GraphiQL is exempt from that.
 */
export function hardening(log: Logger): Plugin[] {
  const plugins = [
    maxTokensPlugin({ n: 3000 }),
    maxDepthPlugin({ n: 20, ignoreIntrospection: true, ...refused('Ask for the inner objects by their ids.') }),
    // An empty list of exceptions: by default any number of aliases of __typename would pass.
    maxAliasesPlugin({ n: 30, allowList: [], ...refused('Ask in several requests.') }),
    maxDirectivesPlugin({ n: 30, ...refused('Ask in several requests.') }),
    documentCost(log),
    blockFieldSuggestionsPlugin(),
  ];
  return plugins as Plugin[];
}

/** The plugin says which limit, and calls it a syntax error; here it gets the way out. */
function refused(wayOut: string) {
  const report = (context: ValidationContext | null, { message }: GraphQLError) =>
    context?.reportError(new GraphQLError(`${message.replace('Syntax Error: ', '')} ${wayOut}`));
  return { propagateOnRejection: false, onReject: [report] };
}
