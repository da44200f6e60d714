import { createHash } from 'node:crypto';
import type { Sql } from './database/sql.js';
import { IdempotencyMismatchError, InvalidInputError } from './errors.js';
import { problemOfText } from './storable-text.js';

const MAX_KEY_LENGTH = 255;

export interface IdempotentRequest {
  readonly ownerId: string;
  readonly operation: string;
  /** Null: the client asked for no protection. */
  readonly key: string | null;
  /** Of the parsed input: see `hashOf`. */
  readonly requestHash: string;
}

/** SHA-256 over values whose JSON is the same for the same request. */
export function hashOf(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

/** Throws an `InvalidInputError` for a key that is empty, too long or cannot be stored. */
export function checkKey(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null;
  const problem =
    key.length < 1 || key.length > MAX_KEY_LENGTH
      ? `is ${key.length} characters long; an idempotency key has 1 to ${MAX_KEY_LENGTH}. Use a UUID, for example.`
      : problemOfText(key);
  if (problem !== null) throw InvalidInputError.of(['idempotencyKey'], problem);
  return key;
}

/**
 * The remembered result of this request, or null when it is new.
 * Throws an `IdempotencyMismatchError` when the key was used for another request.
 */
export async function recall<Result>(sql: Sql, request: IdempotentRequest): Promise<Result | null> {
  if (request.key === null) return null;
  const [row] = await sql.query<{ request_hash: string; result: Result }>(
    `select request_hash, result from idempotency_keys
     where owner_id = $1::text and operation = $2::text and key = $3::text`,
    [request.ownerId, request.operation, request.key],
  );
  if (row === undefined) return null;
  if (row.request_hash !== request.requestHash) throw new IdempotencyMismatchError(request.key);
  return row.result;
}

/**
 * As `recall`, for a request that is new only if `admit` lets it in. What `admit` refuses may be refused because of an
 * equal request that was done meanwhile: that one's result is the answer then.
 */
export async function recallOrAdmit<Result>(
  sql: Sql,
  request: IdempotentRequest,
  admit: () => Promise<void>,
): Promise<Result | null> {
  const known = await recall<Result>(sql, request);
  if (known !== null) return known;
  try {
    await admit();
  } catch (refusal) {
    const meanwhile = await recall<Result>(sql, request);
    if (meanwhile === null) throw refusal;
    return meanwhile;
  }
  return null;
}

/**
 * Remembers the result in the transaction that makes it true. Of two that race, the second waits here for the first's
 * commit and then gets the first's result; it must roll back what it did. Null: this one is the first.
 */
export async function remember<Result>(sql: Sql, request: IdempotentRequest, result: Result): Promise<Result | null> {
  if (request.key === null) return null;
  const remembered = await sql.query(
    `insert into idempotency_keys as kept (owner_id, operation, key, request_hash, result)
     values ($1::text, $2::text, $3::text, $4::text, $5::jsonb)
     on conflict (owner_id, operation, key) do update set result = excluded.result
       where kept.result = 'null' and excluded.result != 'null' and kept.request_hash = excluded.request_hash
     returning key`,
    [request.ownerId, request.operation, request.key, request.requestHash, JSON.stringify(result)],
  );
  return remembered.length > 0 ? null : recall<Result>(sql, request);
}

/**
 * Takes the key for a request that is done in several transactions, in the first of them: from its commit on another
 * request under this key is refused before it does anything. Gives what `recall` gives; equal requests share the key.
 */
export function reserve<Result>(sql: Sql, request: IdempotentRequest): Promise<Result | null> {
  return remember<Result | null>(sql, request, null);
}

/** Gives a key back that `reserve` took for a request that was then refused. */
export async function giveBack(sql: Sql, request: IdempotentRequest): Promise<void> {
  await sql.query(
    `delete from idempotency_keys where owner_id = $1::text and operation = $2::text and key = $3::text
       and request_hash = $4::text and result = 'null'`,
    [request.ownerId, request.operation, request.key, request.requestHash],
  );
}
