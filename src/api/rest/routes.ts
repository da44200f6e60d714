import { changesetRoutes } from './changeset-routes.js';
import { confluenceRoutes } from './confluence-routes.js';
import { dialogRoutes } from './dialog-routes.js';
import { indexJobRoutes } from './index-job-routes.js';
import { messageRoutes } from './message-routes.js';
import { ragSessionRoutes } from './rag-session-routes.js';
import type { Route } from './route.js';
import { searchRoutes } from './search-routes.js';
import { taskRoutes } from './task-routes.js';

/** Every endpoint that runs an operation. */
export const routes: readonly Route[] = [
  ...ragSessionRoutes,
  ...indexJobRoutes,
  ...searchRoutes,
  ...dialogRoutes,
  ...messageRoutes,
  ...taskRoutes,
  ...changesetRoutes,
  ...confluenceRoutes,
];
