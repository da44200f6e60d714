/** Below this share of the question's words in the best passage, what was found is not called an answer. */
export const LEAST_COVERAGE = 0.34;
