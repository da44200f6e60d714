import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { createHttpHandler } from './api/http.js';
import { type Application, startApplication } from './application.js';
import { bindServer } from './bind-server.js';
import { type Config, readConfig } from './config.js';
import { StartupError } from './shared/errors.js';
import { createLogger } from './shared/logger.js';

/** Whatever has not ended by then is cut off: a supervisor would kill us soon after. */
const SHUTDOWN_LIMIT_MS = 8_000;

// LangChain sends traces to a service of its own when it finds these: a project's texts stay here.
for (const name of ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2']) {
  delete process.env[name];
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  // What had begun before it failed may still be at work, and would keep the process.
  process.exit(1);
}

async function main(): Promise<void> {
  const config = readConfig(environment());
  const log = createLogger(config.logLevel);
  const application = await startApplication(config, log);
  let http: Http;
  try {
    http = await listen(config, application, log);
  } catch (error) {
    await application.stop();
    throw error;
  }
  await application.database.announceUrl(http.url);
  process.stdout.write(`${greeting(config, application, http.url)}\n`);

  const hurry = new AbortController();
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return hurry.abort();
    stopping = true;
    log.info({ signal, drainMs: config.drainMs }, 'Shutting down: no new work, running work is handed back.');
    await drain(config, application, hurry.signal);
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    http.close();
    await application.stop();
    log.info('Stopped.');
    process.exit(0);
  };
  void application.failed.then((error) => {
    if (stopping) return;
    // Nothing can be handed back any more: the next start recovers what was stored and goes on.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * Turns readiness to false and takes no new work, then gives what is under way its time. A worker is done when its work
 * is; an API goes on to the end, because a load balancer sends it requests until it has noticed.
 */
async function drain({ drainMs, role }: Config, application: Application, hurry: AbortSignal): Promise<void> {
  const drained = application.drain();
  const timeUp = sleep(drainMs, undefined, { signal: hurry }).catch(() => undefined);
  await (role === 'worker' ? Promise.race([drained, timeUp]) : timeUp);
}

/** The real environment wins over .env; an empty variable of it counts as unset. */
function environment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  const real = Object.entries(process.env).filter(([, value]) => value !== undefined && value.trim() !== '');
  return { ...file, ...Object.fromEntries(real) };
}

interface Http {
  readonly url: string;
  /** Refuses new connections and ends the open ones, streams included. */
  close(): void;
}

async function listen(config: Config, application: Application, log: ReturnType<typeof createLogger>): Promise<Http> {
  const handler = createHttpHandler({ services: application.services, config, logger: log });
  const server = createServer(handler.listener);
  const url = await bindServer(server, config);
  return {
    url,
    close: () => {
      handler.closeStreams();
      server.close();
      server.closeIdleConnections();
      // A stream that is being written to ends with its last whole event; what still hangs is cut.
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
    },
  };
}

function greeting(config: Config, { database, services }: Application, url: string): string {
  const { languageModel, embeddingSpace } = services.info;
  const model =
    languageModel === null
      ? 'none: answers are quoted from the project, no model writes them'
      : `${languageModel.model} (${languageModel.provider})`;
  const embedder =
    embeddingSpace === null
      ? 'has not answered yet: projects are indexed when it does'
      : `${embeddingSpace.model} (${embeddingSpace.provider}, ${embeddingSpace.dimensions} dimensions)`;
  const lines = [
    `Agent Backend ${services.info.version}`,
    `  database        ${database.description}`,
    `  language model  ${model}`,
    `  embedder        ${embedder}`,
    `  role            ${config.role}`,
  ];
  if (config.role === 'worker') return [...lines, `  health          ${url}/readyz`].join('\n');
  return [
    ...lines,
    `  API             ${url}/graphql and ${url}/api (REST)`,
    `  GraphiQL        ${url}/graphql in a browser`,
    '',
    'Next, in another terminal: npm run ask -- --project . "How does a message become an answer?"',
  ].join('\n');
}
