import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Brings dist/ up to date, which every server process of a test or a measurement runs from, as `npm start` does. */
export default async function buildServer(): Promise<void> {
  await promisify(execFile)(process.execPath, ['build.mjs']);
}
