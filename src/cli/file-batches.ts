import type { FileInput } from '../generated/documents/graphql.js';

/** Bounds of one request. */
export interface BatchLimits {
  readonly maxFiles: number;
  /** Of the files' raw bytes, so that the first results come early and a lost connection costs little. */
  readonly maxRawBytes: number;
  /** Of the request as it is sent: base64 takes a third more, and each control character in JSON six bytes. */
  readonly maxRequestBytes: number;
}

export interface ReadFile {
  readonly input: FileInput;
  readonly rawBytes: number;
}

/** What a request has besides its files: the query and the other variables. */
const REQUEST_OVERHEAD_BYTES = 8 * 1024;
/** `{"upsert":…},` around a file. */
const FILE_OVERHEAD_BYTES = 16;

/**
 * Groups files, in order, into requests within the limits. A file over `maxRawBytes` goes alone; one that not even an
 * empty request has room for goes to `onTooLarge`.
 */
export async function* batchFiles(
  files: AsyncIterable<ReadFile>,
  limits: BatchLimits,
  onTooLarge: (path: string) => void,
): AsyncGenerator<FileInput[]> {
  const roomForFiles = limits.maxRequestBytes - REQUEST_OVERHEAD_BYTES;
  let batch: FileInput[] = [];
  let rawBytes = 0;
  let sentBytes = 0;
  for await (const file of files) {
    const size = Buffer.byteLength(JSON.stringify(file.input)) + FILE_OVERHEAD_BYTES;
    if (size > roomForFiles) {
      onTooLarge(file.input.path);
      continue;
    }
    const isFull =
      batch.length >= limits.maxFiles ||
      rawBytes + file.rawBytes > limits.maxRawBytes ||
      sentBytes + size > roomForFiles;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      rawBytes = 0;
      sentBytes = 0;
    }
    batch.push(file.input);
    rawBytes += file.rawBytes;
    sentBytes += size;
  }
  if (batch.length > 0) yield batch;
}
