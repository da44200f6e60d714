import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.js';
import './scalars.js';
import './error.js';
import './rag-session.js';
import './source-file.js';
import './index-job.js';
import './indexing.js';
import './index-job-event.js';
import './search.js';
import './dialog.js';
import './changeset.js';
import './changeset-review.js';
import './message.js';
import './message-sending.js';
import './task.js';
import './task-event.js';
import './confluence-page.js';
import './server-info.js';
import './cancellation.js';
import './node.js';

/** The one schema behind both doors. */
export const schema: GraphQLSchema = builder.toSchema();
