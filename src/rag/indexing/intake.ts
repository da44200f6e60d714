import { createHash } from 'node:crypto';
import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { ProblemReason, StagedOperation } from '../../generated/prisma/enums.js';
import { type FieldError, InvalidInputError, LimitError, shorten } from '../../shared/errors.js';
import { findCollisions, normalizePath } from '../../shared/project-path.js';
import { triage } from './triage.js';

/** Hashing and triage of this much is done at a stretch; then others get their turn. */
const BYTES_AT_A_STRETCH = 256 * 1024;

export interface FileInput {
  readonly path: string;
  readonly content: string;
  readonly encoding?: 'UTF8' | 'BASE64' | null;
  /** SHA-256 of the raw bytes; refused when it does not match. */
  readonly contentHash?: string | null;
}

/** Exactly one of the three. */
export interface FileChange {
  readonly upsert?: FileInput | null;
  readonly delete?: string | null;
  readonly rename?: { readonly from: string; readonly to: string } | null;
}

/** One entry of an index job as it is stored. */
export interface StagedEntry {
  readonly operation: StagedOperation;
  readonly path: string;
  readonly newPath: string | null;
  readonly contentHash: string | null;
  readonly bytes: number | null;
  readonly skipReason: ProblemReason | null;
  readonly detail: string | null;
}

export interface Intake {
  readonly entries: readonly StagedEntry[];
  /** Raw bytes of the files to index, by hash. What is skipped is not kept: it may hold a secret. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

export interface IntakeLimits {
  readonly maxFileBytes: number;
  readonly maxFilesPerRequest: number;
}

/** As `takeInChanges`, for files that are all to be upserted; fields are named `files.<n>.…`. */
export async function takeInFiles(files: readonly FileInput[], limits: IntakeLimits): Promise<Intake> {
  return takeIn(
    files.map((file, index) => ({ change: { upsert: file }, field: ['files', String(index)] })),
    limits,
  );
}

/**
 * Checks every change of a request, hashes the contents and decides what will not be indexed.
 * Throws an `InvalidInputError` that names each bad path, hash and collision, or a `LimitError` for too many entries:
 * one bad entry refuses the whole request.
 */
export async function takeInChanges(changes: readonly FileChange[], limits: IntakeLimits): Promise<Intake> {
  return takeIn(
    changes.map((change, index) => {
      const kind = change.upsert ? ['upsert'] : [];
      return { change, field: ['changes', String(index), ...kind] };
    }),
    limits,
  );
}

interface Given {
  readonly change: FileChange;
  readonly field: readonly string[];
}

async function takeIn(given: readonly Given[], limits: IntakeLimits): Promise<Intake> {
  if (given.length > limits.maxFilesPerRequest) {
    throw new LimitError(
      'PAYLOAD_TOO_LARGE',
      `The request has ${given.length} files; the limit is ${limits.maxFilesPerRequest} (MAX_FILES_PER_REQUEST). Send them in several requests.`,
      limits.maxFilesPerRequest,
      given.length,
    );
  }
  const problems: FieldError[] = [];
  const contents = new Map<string, Buffer>();
  const entries: StagedEntry[] = [];
  const named: NamedPath[] = [];
  let stretch = 0;
  for (const { change, field } of given) {
    const paths = namedPaths(change, field);
    const normalized = paths.map(({ path, field }) => {
      const result = normalizePath(path);
      if (!result.ok) problems.push({ path: field, message: result.message });
      return result.ok ? result.path : path;
    });
    paths.forEach(({ field, mayCollide }, index) => {
      named.push({ path: normalized[index] ?? '', field, mayCollide });
    });
    const [path = '', newPath = null] = normalized;
    if (change.upsert) {
      const entry = stageUpsert(path, change.upsert, field, limits, contents, problems);
      entries.push(entry);
      stretch += entry.bytes ?? 0;
    } else {
      const operation = change.rename ? 'RENAME' : 'DELETE';
      entries.push({ operation, path, newPath, contentHash: null, bytes: null, skipReason: null, detail: null });
    }
    if (stretch >= BYTES_AT_A_STRETCH) {
      stretch = 0;
      await yieldToEventLoop();
    }
  }
  problems.push(...collisions(named));
  if (problems.length > 0) throw new InvalidInputError(problems);
  return { entries, contents };
}

interface NamedPath {
  readonly path: string;
  readonly field: readonly string[];
  /** A rename's old path may differ from its new one in case only. */
  readonly mayCollide: boolean;
}

function namedPaths(change: FileChange, field: readonly string[]): NamedPath[] {
  if (change.upsert) return [{ path: change.upsert.path, field: [...field, 'path'], mayCollide: true }];
  if (change.rename) {
    const { from, to } = change.rename;
    return [
      { path: from, field: [...field, 'rename', 'from'], mayCollide: false },
      { path: to, field: [...field, 'rename', 'to'], mayCollide: true },
    ];
  }
  if (typeof change.delete === 'string') {
    return [{ path: change.delete, field: [...field, 'delete'], mayCollide: true }];
  }
  throw InvalidInputError.of(field, 'is empty; give exactly one of upsert, delete and rename.');
}

/** Each path may be named once; targets may not differ in case or Unicode form only. */
function collisions(named: readonly NamedPath[]): FieldError[] {
  const targets = named.filter(({ mayCollide }) => mayCollide);
  const taken = new Set(targets.map(({ path }) => path));
  const reused = named
    .filter(({ path, mayCollide }) => !mayCollide && taken.has(path))
    .map(({ path, field }) => ({
      path: field,
      message: `"${shorten(path)}" is also the target of another change. Send what depends on the rename in a later request.`,
    }));
  const colliding = findCollisions(targets.map(({ path }) => path)).map(({ index, message }) => ({
    path: targets[index]?.field ?? [],
    message,
  }));
  return [...colliding, ...reused];
}

function stageUpsert(
  path: string,
  file: FileInput,
  field: readonly string[],
  limits: IntakeLimits,
  contents: Map<string, Buffer>,
  problems: FieldError[],
): StagedEntry {
  const bytes = decodeContent(file, field, problems);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  if (file.contentHash && file.contentHash !== contentHash) {
    problems.push({
      path: [...field, 'contentHash'],
      message: `is ${file.contentHash}, but the content's SHA-256 is ${contentHash}. Hash the raw bytes that you send, or leave it out.`,
    });
  }
  const verdict = triage(path, bytes, limits);
  const skipped = verdict.kind === 'skip' ? verdict : null;
  if (skipped === null) contents.set(contentHash, bytes);
  return {
    operation: 'UPSERT',
    path,
    newPath: null,
    contentHash,
    bytes: bytes.length,
    skipReason: skipped?.reason ?? null,
    detail: skipped?.detail ?? null,
  };
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodeContent(file: FileInput, field: readonly string[], problems: FieldError[]): Buffer {
  if (file.encoding !== 'BASE64') return Buffer.from(file.content, 'utf8');
  const compact = file.content.replace(/[\r\n]/g, '');
  if (!BASE64.test(compact) || compact.length % 4 !== 0) {
    problems.push({
      path: [...field, 'content'],
      message: `has ${file.content.length} characters and is not base64 (RFC 4648, padded). Encode the raw bytes, or send text with encoding "utf8".`,
    });
  }
  return Buffer.from(compact, 'base64');
}
