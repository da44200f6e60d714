import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { DeleteRagSessionDocument, LatestDialogDocument } from '../../../src/generated/documents/graphql.js';
import { collect } from '../../kit/collect.js';
import { GraphQLClient } from '../../kit/graphql-client.js';
import { manyModules, SHOP } from '../../kit/projects.js';
import type { Random } from '../../kit/random.js';
import { RestClient } from '../../kit/rest-client.js';
import { Story } from '../../kit/story.js';

const DELETE_DIALOG: TypedDocumentNode<{ deleteDialog: { __typename: string } }, { id: string }> = parse(
  'mutation ($id: ID!) { deleteDialog(id: $id) { __typename } }',
);
const QUESTIONS = [
  'How is the cart total computed?',
  'What happens when a payment fails?',
  'Кто хранит сессии покупателей?',
  'What is figure 3 computed from?',
  'And where is it rounded?',
  'Hello!',
];
const SESSIONS = 4;
const CLIENTS = 8;
const MOST_QUESTIONS = 4;
/** One in so many. */
const [CANCELLED, DELETED, EDITED] = [20, 3, 10];

/** What editors do all day, each with dialogs of its own: ask, watch, cancel, edit, and leave or delete dialogs. */
export class SoakClients {
  readonly #client: GraphQLClient;
  readonly #story: Story;
  readonly #rest: RestClient;
  readonly #random: Random;
  readonly #sessions: string[] = [];
  #numbers = 0;

  constructor(url: string, random: Random) {
    this.#client = new GraphQLClient(url);
    this.#story = new Story(this.#client);
    this.#rest = new RestClient(url);
    this.#random = random;
  }

  /** Has so many tasks end, in as many dialogs as come about. */
  async work(tasks: number): Promise<void> {
    while (this.#sessions.length < SESSIONS) this.#sessions.push(await this.#newSession());
    let left = tasks;
    const take = (wanted: number) => {
      const taken = Math.min(left, wanted);
      left -= taken;
      return taken;
    };
    const clients = Array.from({ length: CLIENTS }, async () => {
      for (let count = take(this.#questions()); count > 0; count = take(this.#questions())) await this.#talk(count);
    });
    await Promise.all(clients);
  }

  /** One project goes with all its dialogs, and another takes its place. */
  async replaceSession(): Promise<void> {
    const [oldest] = this.#sessions.splice(0, 1);
    if (oldest !== undefined) await this.#client.run(DeleteRagSessionDocument, { id: oldest });
    this.#sessions.push(await this.#newSession());
  }

  async deleteSessions(): Promise<void> {
    for (const id of this.#sessions.splice(0)) await this.#client.run(DeleteRagSessionDocument, { id });
  }

  /** Whether any session still has a dialog. */
  async haveDialogs(): Promise<boolean> {
    const latest = this.#sessions.map((sessionId) => this.#client.run(LatestDialogDocument, { sessionId }));
    return (await Promise.all(latest)).some(({ ragSession }) => (ragSession?.dialogs.nodes.length ?? 0) > 0);
  }

  /** A dialog of so many questions. */
  async #talk(questions: number): Promise<void> {
    const sessionId = this.#random.pick(this.#sessions);
    const dialogId = await this.#story.dialog(sessionId);
    for (let question = 0; question < questions; question += 1) {
      const idempotencyKey = `question-${this.#next()}`;
      const { taskId } = await this.#story.send(dialogId, this.#random.pick(QUESTIONS), { idempotencyKey });
      if (this.#oneIn(CANCELLED)) await this.#story.cancelTask(taskId);
      await this.#watch(taskId);
    }
    if (this.#oneIn(EDITED)) await this.#edit(sessionId);
    if (this.#oneIn(DELETED)) await this.#client.run(DELETE_DIALOG, { id: dialogId });
  }

  /** To the end, over a door of chance; some break off and come back. */
  async #watch(taskId: string): Promise<void> {
    const path = `/api/events?task_id=${taskId}`;
    switch (this.#random.between(0, 2)) {
      case 0:
        await collect(this.#rest.events(path));
        break;
      case 1:
        await collect(this.#story.taskEvents(taskId));
        break;
      default: {
        let cursor = '';
        for await (const { id } of this.#rest.events(path)) {
          cursor = id;
          break;
        }
        await collect(this.#story.taskEvents(taskId, cursor));
      }
    }
  }

  async #edit(sessionId: string): Promise<void> {
    const number = this.#next();
    const content = `# Notes\n\nNote ${number}: figure ${number % 7} is computed anew.\n`;
    const path = `notes/note-${number % 5}.md`;
    await this.#story.finishJob(await this.#story.change(sessionId, [{ upsert: { path, content } }]));
  }

  async #newSession(): Promise<string> {
    return this.#story.index({ ...SHOP, ...manyModules(10), 'VERSION.md': `# Version ${this.#next()}\n` });
  }

  #questions(): number {
    return this.#random.between(1, MOST_QUESTIONS);
  }

  #oneIn(count: number): boolean {
    return this.#random.between(1, count) === 1;
  }

  #next(): number {
    this.#numbers += 1;
    return this.#numbers;
  }
}
