import { afterAll, beforeAll } from 'vitest';
import { createAgentRunner } from '../../../src/agent/agent-runner.js';
import { DEFAULT_EDITABLE_GLOBS, editablePaths } from '../../../src/agent/changesets/editable-paths.js';
import { loadPrompts } from '../../../src/agent/prompts/load-prompts.js';
import { openTestApi, type TestApi } from '../../../src/api/test-api.js';
import type { ProposedChangeset } from '../../../src/contracts/changeset.js';
import {
  ChangesetDocument,
  ConfirmChangesetAppliedDocument,
  type OperationDecisionInput,
  ReviewChangesetDocument,
} from '../../../src/generated/documents/graphql.js';
import { InMemoryRetriever } from '../agent/in-memory-retriever.js';
import { ScriptedModel } from '../agent/scripted-model.js';
import { GraphQLClient } from '../graphql-client.js';
import { RestClient } from '../rest-client.js';
import { Story } from '../story.js';
import { ProposingAgent } from './proposing-agent.js';

/** Both doors over real services, with an agent whose proposals a test lines up. Everything else runs as it does in a server. */
export class ProposingSystem {
  /** Answers the turns that propose nothing. */
  readonly model = new ScriptedModel(...Array.from({ length: 20 }, () => 'Understood.'));
  #api: TestApi | null = null;
  #agent: ProposingAgent | null = null;

  /** One for a test file. */
  static use(environment: Readonly<Record<string, string>> = {}): ProposingSystem {
    const system = new ProposingSystem();
    beforeAll(async () => {
      system.#api = await openTestApi({
        environment,
        agent: (pool) => {
          const retriever = new InMemoryRetriever({});
          const { model: languageModel } = system;
          const prompts = loadPrompts(null);
          const isEditable = editablePaths(DEFAULT_EDITABLE_GLOBS);
          const agent = createAgentRunner({
            pool,
            holdAttempt: async () => {},
            languageModel,
            retriever,
            pages: null,
            prompts,
            isEditable,
            historyTokens: 4_000,
          });
          system.#agent = new ProposingAgent(agent);
          return system.#agent;
        },
      });
    });
    afterAll(() => system.#api?.dispose());
    return system;
  }

  get api(): TestApi {
    if (this.#api === null) throw new Error('The system is not open yet.');
    return this.#api;
  }

  get agent(): ProposingAgent {
    if (this.#agent === null) throw new Error('The system is not open yet.');
    return this.#agent;
  }

  get rest(): RestClient {
    return new RestClient(this.api.url);
  }

  /** `token`: of another owner than the local one. */
  story(token: string | null = null): Story {
    return new Story(new GraphQLClient(this.api.url, token));
  }

  /** The files of a session as a search sees them. */
  async hashes(sessionId: string): Promise<Record<string, string>> {
    const { sessions } = this.api.services;
    const session = await sessions.find('local', sessionId);
    if (session === null) throw new Error(`There is no session ${sessionId}.`);
    const page = { first: 100, afterPath: null, pathPrefix: null, status: null };
    const { items } = await sessions.files(session, page);
    return Object.fromEntries(items.map(({ path, contentHash }) => [path, contentHash]));
  }

  /** Asks for edits and gets this proposal; a new dialog of the session when none is given. */
  async propose(sessionId: string, changeset: ProposedChangeset, dialog: string | null = null) {
    const story = this.story();
    const dialogId = dialog ?? (await story.dialog(sessionId));
    this.agent.next(changeset);
    const task = await story.ask(dialogId, 'Bring the documents up to date.');
    const changesetId = task.reply?.changeset?.id;
    if (changesetId === undefined) throw new Error(`The task ended without a changeset: ${JSON.stringify(task)}`);
    return { dialogId, taskId: task.id, changesetId };
  }

  async changeset(id: string) {
    const { changeset } = await this.story().client.run(ChangesetDocument, { id });
    if (!changeset) throw new Error(`There is no changeset ${id}.`);
    return changeset;
  }

  async review(changesetId: string, decisions: OperationDecisionInput[]) {
    const input = { changesetId, decisions };
    return (await this.story().client.run(ReviewChangesetDocument, { input })).reviewChangeset;
  }

  async confirm(
    changesetId: string,
    applied: { path: string; resultHash: string | null }[],
    idempotencyKey: string | null = null,
  ) {
    const input = { changesetId, applied, idempotencyKey };
    return (await this.story().client.run(ConfirmChangesetAppliedDocument, { input })).confirmChangesetApplied;
  }
}
