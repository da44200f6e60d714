// The process behind fill-folder.ts: makes an empty database in the folder it is given, and ends.
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

const pglite = await PGlite.create({ dataDir: process.argv[2], extensions: { vector } });
await pglite.close();
