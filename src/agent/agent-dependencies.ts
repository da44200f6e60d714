import type { LanguageModel } from '../contracts/language-model.js';
import type { PageReader } from '../contracts/page-reader.js';
import type { RagRetriever } from '../contracts/rag-retriever.js';
import type { EditablePaths } from './changesets/editable-paths.js';
import type { Prompts } from './prompts/load-prompts.js';

/** The part of a pino logger that the agent uses. */
export interface AgentLogger {
  warn(fields: object, message: string): void;
}

export interface AgentDependencies {
  /** Null: offline. */
  readonly languageModel: LanguageModel | null;
  readonly retriever: RagRetriever;
  /** Null: no Confluence is configured. */
  readonly pages: PageReader | null;
  readonly prompts: Prompts;
  /** Which files a turn may propose to change. */
  readonly isEditable: EditablePaths;
  /** About how many tokens of earlier messages a prompt holds. */
  readonly historyTokens: number;
  readonly logger?: AgentLogger;
}
