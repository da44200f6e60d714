import type { Consultation } from '../turn-state.js';

/** What requests gave as data for a prompt; a result cannot end its own element. */
export function renderResults(results: Consultation['results']): string {
  if (results.length === 0) return '(none)';
  return results
    .map(
      ({ request, note }) => `<result request=${JSON.stringify(JSON.stringify(request))}>\n${inert(note)}\n</result>`,
    )
    .join('\n');
}

function inert(note: string): string {
  return note.replace(/<(?=\/?result\b)/giu, '&lt;');
}
