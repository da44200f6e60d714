import { z } from 'zod';
import { describeNoSha256, SHA256 } from '../sha256.js';

const contentHash = z.string().regex(SHA256, { error: ({ input }) => describeNoSha256(input, ', or leave it out') });

/** A file with its content, in either encoding. */
const file = {
  path: z.string(),
  content: z.string(),
  encoding: z
    .enum(['utf8', 'base64'])
    .nullish()
    .transform((encoding) => (encoding === 'base64' ? ('BASE64' as const) : ('UTF8' as const))),
  content_hash: contentHash.nullish(),
};

export const files = z.array(
  z.object(file).transform(({ content_hash, ...rest }) => ({ ...rest, contentHash: content_hash ?? null })),
);

const upsert = z
  .object({ op: z.literal('upsert'), ...file })
  .transform(({ op: _op, content_hash, ...rest }) => ({ upsert: { ...rest, contentHash: content_hash ?? null } }));

const deletion = z.object({ op: z.literal('delete'), path: z.string() }).transform(({ path }) => ({ delete: path }));

const rename = z
  .object({ op: z.literal('rename'), path: z.string(), new_path: z.string() })
  .transform(({ path, new_path }) => ({ rename: { from: path, to: new_path } }));

export const changedFiles = z.array(z.discriminatedUnion('op', [upsert, deletion, rename]));
