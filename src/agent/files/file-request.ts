import { z } from 'zod';
import { parseJsonReply } from '../model/json-reply.js';

const LONGEST_PATH = 1_000;
const LONGEST_TEXT = 200;

/** As models write them: from the root of the project, whatever stands before. The database refuses NUL. */
const path = z
  .string()
  .max(LONGEST_PATH)
  .transform((written) =>
    written
      .trim()
      .replaceAll('\0', '')
      .replace(/^(?:\.?\/)+/u, ''),
  );
const line = z.coerce.number().int().min(1).nullish().catch(null);

const request = z.discriminatedUnion('tool', [
  z.object({ tool: z.literal('list'), prefix: path.default('') }),
  z.object({ tool: z.literal('grep'), text: z.string().max(LONGEST_TEXT), prefix: path.default('') }),
  z.object({ tool: z.literal('read'), path, start: line, end: line }),
]);
const reply = z.object({ requests: z.array(z.unknown()) });

/** What the model may ask to see of the session's files. */
export type FileRequest = z.infer<typeof request>;

/** The requests in a model's reply, those that are none left out, at most `most`; none when it says that it is enough. */
export function fileRequestsIn(text: string, most: number): readonly FileRequest[] {
  const parsed = parseJsonReply(text, reply);
  if (!parsed.ok) return [];
  return parsed.value.requests
    .flatMap((each) => {
      const one = request.safeParse(each);
      return one.success ? [one.data] : [];
    })
    .slice(0, most);
}

/** The request for a person who watches: what the model wrote is cut and on one line. */
export function describeRequest(asked: FileRequest): string {
  switch (asked.tool) {
    case 'list':
      return `Listing the files under "${brief(asked.prefix)}"`;
    case 'grep':
      return `Looking for "${brief(asked.text)}"${asked.prefix === '' ? '' : ` under "${brief(asked.prefix)}"`}`;
    case 'read':
      return `Reading ${brief(asked.path)}`;
  }
}

function brief(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').toWellFormed();
  return line.length <= 80 ? line : `${line.slice(0, 79).toWellFormed()}…`;
}
