/**
 * Sizes in UTF-16 units. The target is about what fits in an embedding model with 512 tokens; the bound keeps the
 * longest functions whole in most projects, and eight passages of that size in a prompt.
 */
export const TARGET_CHARS = 1500;
export const TARGET_LINES = 60;
export const MAX_CHARS = 4000;
/** What is smaller than this says little by itself and joins a neighbour. */
export const TINY_CHARS = 200;
/** A definition with fewer lines shares a chunk with its neighbours. */
export const SMALLEST_DEFINITION_LINES = 3;
