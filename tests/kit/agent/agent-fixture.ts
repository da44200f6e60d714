import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createAgentRunner } from '../../../src/agent/agent-runner.js';
import { DEFAULT_EDITABLE_GLOBS, editablePaths } from '../../../src/agent/changesets/editable-paths.js';
import { setUpCheckpoints } from '../../../src/agent/checkpoints.js';
import { loadPrompts } from '../../../src/agent/prompts/load-prompts.js';
import type { AgentRunner } from '../../../src/contracts/agent-runner.js';
import type { LanguageModel } from '../../../src/contracts/language-model.js';
import type { PageReader } from '../../../src/contracts/page-reader.js';
import { StaleAttemptError } from '../../../src/shared/run-errors.js';
import { type FreshDatabase, freshDatabase } from '../database.js';
import { InMemoryRetriever } from './in-memory-retriever.js';
import { ScriptedModel, type ScriptedReply } from './scripted-model.js';

export const RETRY = `/** Runs the work again after a failure, waiting twice as long each time. */
export async function retryWithBackoff(work: () => Promise<void>, attempts: number) {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
      await sleep(100 * 2 ** attempt);
    }
  }
}
`;
const GUIDE = '# Deployment\n\nStart the container with docker compose, then open the port in the firewall.\n';

/** A database for a test file, and for each test a small project to ask about. */
export class AgentFixture {
  retriever = new InMemoryRetriever({});
  /** Null: no Confluence is configured. */
  pages: PageReader | null = null;
  historyTokens = 4_000;
  /** By task: the attempt that a later one has replaced, and all before it. */
  readonly replaced = new Map<string, number>();
  #fresh: FreshDatabase | null = null;
  #dialogs = 0;

  static use(): AgentFixture {
    const fixture = new AgentFixture();
    beforeAll(async () => {
      fixture.#fresh = await freshDatabase();
      await setUpCheckpoints(fixture.pool);
    });
    afterAll(() => fixture.#fresh?.dispose());
    beforeEach(() => {
      fixture.retriever = new InMemoryRetriever({ 'src/retry.ts': RETRY, 'docs/deployment.md': GUIDE });
      fixture.pages = null;
    });
    return fixture;
  }

  get pool(): Pool {
    if (this.#fresh === null) throw new Error('The database is not open yet.');
    return this.#fresh.database.pool;
  }

  newDialog(): string {
    this.#dialogs += 1;
    return `dlg_${this.#dialogs}`;
  }

  offline(): AgentRunner {
    return this.with(null);
  }

  withModel(...replies: ScriptedReply[]): { model: ScriptedModel; runner: AgentRunner } {
    const model = new ScriptedModel(...replies);
    return { model, runner: this.with(model) };
  }

  with(languageModel: LanguageModel | null): AgentRunner {
    return createAgentRunner({
      pool: this.pool,
      holdAttempt: async (_, { taskId, attempt }) => {
        if (attempt <= (this.replaced.get(taskId) ?? 0)) throw new StaleAttemptError(taskId, attempt);
      },
      languageModel,
      retriever: this.retriever,
      pages: this.pages,
      prompts: loadPrompts(null),
      isEditable: editablePaths(DEFAULT_EDITABLE_GLOBS),
      historyTokens: this.historyTokens,
    });
  }
}
