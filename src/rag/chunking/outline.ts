/** Longer lines are data. */
const LONGEST_ENTRY = 300;

const BRACES =
  /^(?:(?:export|public|private|protected|internal|static|abstract|final|open|sealed|data|suspend|override|async|pub|local|inline|extern|case|partial|default)\s+){0,6}(?:fun|func|function|def|defp|defmodule|class|struct|interface|trait|object|enum|protocol|extension|module|contract|library|type|sub|mixin)\s+([\w.$:]+)/;
const SECTION = /^\[{1,2}\s*([^\][]{1,100}?)\s*\]{1,2}\s*(?:[#;].*)?$/;

/** A line that begins an entry of the outline, with its name in the first group. Only lines that are not indented. */
const ENTRIES: Readonly<Record<string, RegExp>> = {
  yaml: /^["']?([\w./$@-][\w ./$@-]{0,80}?)["']?\s*:(?:\s|$)/,
  // The keys of the outermost object, as formatters indent them.
  json: /^(?:\t| {2}| {4})"([^"\\]{1,80})"\s*:/,
  toml: SECTION,
  ini: SECTION,
  sql: /^\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:(?:unique|temp|temporary|materialized|unlogged)\s+)*(?:table|view|function|procedure|index|trigger|type|schema|sequence|policy)\s+(?:concurrently\s+)?(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?["`[]?([\w."]{1,100}?)["`\]]?(?=[\s(;]|$)/i,
  graphql:
    /^(?:extend\s+)?(?:type|input|enum|interface|union|scalar|directive|query|mutation|subscription|fragment)\s+@?(\w+)/,
  protobuf: /^(?:message|service|enum|extend)\s+([\w.]+)/,
  prisma: /^(?:model|enum|type|view|generator|datasource)\s+(\w+)/,
  terraform: /^(?:resource|data|module|variable|output|provider|locals)\s+"?([\w-]+"?(?:\s+"[\w-]+)?)/,
  make: /^([\w./%-]+(?:\s[\w./%-]+)?)\s*:(?!=)/,
  kotlin: BRACES,
  swift: BRACES,
  scala: BRACES,
  dart: BRACES,
  groovy: BRACES,
  solidity: BRACES,
  lua: BRACES,
  elixir: BRACES,
  perl: BRACES,
};

/** The name of the outline entry that begins in this line, or null. */
export function outlineName(line: string, language: string | null): string | null {
  if (language === null || line.length > LONGEST_ENTRY || !Object.hasOwn(ENTRIES, language)) return null;
  const name = ENTRIES[language]?.exec(line)?.[1];
  return name === undefined ? null : name.replaceAll('"', '');
}
