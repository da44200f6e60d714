/**
 * From so many chunks on a session's vectors are searched by way of their sketches, below that all are compared: there
 * the exact search is fast enough. By measurement, see README.md.
 */
export const LARGE_SESSION_CHUNKS = 20_000;
