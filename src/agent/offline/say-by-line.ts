import type { TurnRun } from '../turn-run.js';

/** Tells a finished text as an answer, one delta a line; gives the text back. */
export async function sayByLine(run: TurnRun, text: string): Promise<string> {
  for (const line of text.split(/(?<=\n)/u)) await run.say(line);
  return text;
}
