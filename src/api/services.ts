import type { ChangesetService } from '../chat/changesets/changeset-service.js';
import type { DialogService } from '../chat/dialog-service.js';
import type { MessageService } from '../chat/message-service.js';
import type { TaskService } from '../chat/task-service.js';
import type { Limits } from '../config.js';
import type { PageReader } from '../contracts/page-reader.js';
import type { RagRetriever } from '../contracts/rag-retriever.js';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { SessionDeletion } from '../rag/deletion/session-deletion.js';
import type { IndexService } from '../rag/indexing/index-service.js';
import type { SessionService } from '../rag/sessions/session-service.js';

/** What the doors need of the application. */
export interface Services {
  readonly sessions: SessionService;
  readonly deletion: SessionDeletion;
  readonly indexing: IndexService;
  readonly retriever: RagRetriever;
  readonly dialogs: DialogService;
  readonly messages: MessageService;
  readonly tasks: TaskService;
  readonly changesets: ChangesetService;
  /** Null: no wiki is set. */
  readonly pages: PageReader | null;
  readonly info: ServerInfo;
  /** Only for relations of rows that a service has found for their owner. */
  readonly prisma: PrismaClient;
  /** Why this process cannot serve yet; empty when it can. */
  readiness(): Promise<readonly string[]>;
}

export interface ServerInfo {
  readonly version: string;
  /** Null: offline. */
  readonly languageModel: { readonly provider: string; readonly model: string } | null;
  /** Null: the embedding model was never used before, and has not answered since the start. */
  readonly embeddingSpace: EmbeddingSpaceInfo | null;
  readonly limits: Limits;
}

export interface EmbeddingSpaceInfo {
  readonly provider: string;
  readonly model: string;
  readonly dimensions: number;
  readonly chunkerVersion: string;
}
