/** The JSON object in a reply: models like to wrap it in a code fence or a sentence. Null when there is none. */
export function jsonInReply(text: string): unknown {
  const object = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  try {
    return JSON.parse(object);
  } catch {
    return null;
  }
}
