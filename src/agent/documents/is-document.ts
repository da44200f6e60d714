const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt)$/iu;
const WITHOUT_EXTENSION = /^(?:readme|changelog|contributing|authors|notice)$/iu;
/** Text files that tools read, not people. */
const FOR_TOOLS = /^(?:requirements.*|constraints.*|cmakelists|robots|llms(?:-full)?|manifest|runtime|version)\.txt$/iu;

/** Whether a path names a document, by its file's name: nothing else may be written on this route. */
export function isDocument(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (DOCUMENT.test(name) || WITHOUT_EXTENSION.test(name)) && !FOR_TOOLS.test(name);
}
