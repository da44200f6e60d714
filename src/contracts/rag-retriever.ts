export type SearchMode = 'HYBRID' | 'VECTOR' | 'LEXICAL';
export type DropReason = 'BELOW_THRESHOLD' | 'DUPLICATE' | 'PER_FILE_CAP' | 'BEYOND_TOP_K';

export interface SearchRequest {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly query: string;
  /** How many passages at the most, best first. */
  readonly topK: number;
  /** Only files whose path starts with this. */
  readonly pathPrefix?: string;
  readonly mode?: SearchMode;
  /** Also tell of every candidate why it was used or dropped. */
  readonly explain?: boolean;
}

export interface ScoreBreakdown {
  /** BM25, 0 and up; null when no term of the query is in the passage. */
  readonly lexical: number | null;
  /** Cosine similarity, -1 to 1; null when the vector search did not return it. */
  readonly vector: number | null;
}

/** Lines of one file at one content. */
export interface SourceLines {
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** SHA-256 of the file's raw bytes, lower-case hex. */
  readonly contentHash: string;
  /** The session's version it was read at. */
  readonly version: number;
}

export interface Passage extends SourceLines {
  readonly symbol: string | null;
  readonly language: string | null;
  readonly content: string;
  /** Comparable within one result only. */
  readonly score: number;
  readonly scores: ScoreBreakdown;
}

export interface SearchCandidate extends SourceLines {
  readonly score: number;
  readonly scores: ScoreBreakdown;
  /** 1 is best. */
  readonly rank: number;
  readonly droppedBecause: DropReason | null;
}

export interface SearchOutcome {
  readonly version: number;
  readonly passages: readonly Passage[];
  /** Share of the query's words, weighted by rarity, that the best passage holds: 0 to 1. Low means "not found". */
  readonly coverage: number;
  /** Null unless asked for. */
  readonly candidates: readonly SearchCandidate[] | null;
  /** What the query's vector took of the embedding model. */
  readonly embeddingTokens: number;
}

export interface FileText {
  readonly path: string;
  readonly contentHash: string;
  readonly version: number;
  readonly text: string;
}

export interface FileListRequest {
  readonly ownerId: string;
  readonly sessionId: string;
  /** Only files whose path starts with this. */
  readonly pathPrefix?: string;
  /** How many files at the most, by path. */
  readonly limit: number;
  /** Only files that come after this path: the last one of the list before. */
  readonly after?: string;
}

/** A file that was given, whether or not its text could be indexed. */
export interface ListedFile {
  readonly path: string;
  /** Only an INDEXED file can be read. */
  readonly status: 'INDEXED' | 'SKIPPED' | 'FAILED';
  /** Why it is not INDEXED, as BINARY or TOO_LARGE; null where it is. */
  readonly reason: string | null;
  /** SHA-256 of the file's raw bytes, lower-case hex. */
  readonly contentHash: string;
  readonly bytes: number;
  readonly language: string | null;
}

export interface FileList {
  readonly version: number;
  readonly files: readonly ListedFile[];
  /** Whether more files come after the last one. */
  readonly hasMore: boolean;
}

/** A file exactly as it was given. */
export interface FileBytes {
  readonly contentHash: string;
  readonly version: number;
  readonly bytes: Uint8Array;
}

export interface LineSearchRequest {
  readonly ownerId: string;
  readonly sessionId: string;
  /** A line is found when it holds one of these as it is written, capitals or not; each of 2 to 200 characters. */
  readonly texts: readonly string[];
  /** Only files whose path starts with this. */
  readonly pathPrefix?: string;
  /** How many found lines at the most; no file gives more than a quarter of them. */
  readonly limit: number;
  /** How many lines before and after a found one are given with it. */
  readonly around: number;
}

/** Neighbouring found lines, and those around them. */
export interface FoundLines extends SourceLines {
  readonly language: string | null;
  /** Of a line too long to be given whole, the part around what was found. */
  readonly content: string;
}

export interface LineSearchOutcome {
  readonly version: number;
  /** By path, then by line. */
  readonly found: readonly FoundLines[];
  /** False when files were left unread or lines left out because a limit was reached. */
  readonly isComplete: boolean;
}

/** Reads a session's index. Every call sees exactly one version of it. */
export interface RagRetriever {
  /** Throws `NotFoundError` when the owner has no such session. */
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchOutcome>;
  /** The decoded text stored for a content hash, also when no file has it any more; null when it was never stored. */
  readContent(source: { ownerId: string; sessionId: string; contentHash: string }): Promise<string | null>;
  /** The current text of a path; null when there is no such indexed file. */
  readFile(source: { ownerId: string; sessionId: string; path: string }): Promise<FileText | null>;
  /** The raw bytes of a path; null when there is no such indexed file. */
  readBytes(source: { ownerId: string; sessionId: string; path: string }): Promise<FileBytes | null>;
  /** The files of the current version, skipped and failed ones included. */
  listFiles(request: FileListRequest): Promise<FileList>;
  /** The lines of indexed files that hold a text, found by reading the files. */
  findLines(request: LineSearchRequest, signal: AbortSignal): Promise<LineSearchOutcome>;
}
