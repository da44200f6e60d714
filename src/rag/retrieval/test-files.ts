const TEST_FOLDER = /(^|\/)(tests?|__tests__|specs?|testing|fixtures|__mocks__)\//i;
const TEST_FILE = /(^|\/)(test_[^/]*|[^/]*([._-](test|tests|spec)|Tests?|_test|Spec))\.[^./]+$/;
const ASKS_FOR_TESTS =
  /(^|[^\p{L}])(tests?|testing|tested|specs?|fixtures?|mocks?|тест\p{L}*|фикстур\p{L}*)($|[^\p{L}])/iu;

/** Whether a path names a test by the habits of the common languages. */
export function isTestFile(path: string): boolean {
  return TEST_FOLDER.test(path) || TEST_FILE.test(path);
}

/** Whether a question, English or Russian, is about tests. */
export function asksForTests(query: string): boolean {
  return ASKS_FOR_TESTS.test(query);
}
