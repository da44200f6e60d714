import type { MessageMode } from '../../../src/generated/documents/graphql.js';
import { modelOfRoles } from '../../fakes/model-of-roles.js';

export const MODES = ['AUTO', 'PROJECT_QA', 'PROJECT_EDITS', 'QA'] as const satisfies readonly MessageMode[];

/** Long enough that a reply can be cut in the middle. */
const SENTENCES = Array.from(
  { length: 12 },
  (_, index) => `Point ${index + 1} of the answer says what there is to say. `,
);
const PAUSE_MS = 25;

/** In which order a turn makes its calls, whatever its route. */
const ORDER = [
  'router',
  'generalAnswer',
  'rewrite',
  'search',
  'tools',
  'projectAnswer',
  'editsPlan',
  'editsApply README.md',
  'editsApply NOTES.md',
  'editsSelfCheck',
];

/** A question that can be told from all others; those of a dialog have rising numbers. */
export function questionOf(number: number, mode: MessageMode): string {
  const wish = mode === 'PROJECT_EDITS' ? 'Change the README and add notes' : 'How does figure 3 weigh its input';
  return `Q-${number}: ${wish}?`;
}

/** The number of the last question in a text, which may hold earlier ones of its dialog; null when there is none. */
export function questionIn(text: string): number | null {
  const numbers = [...text.matchAll(/\bQ-(\d+)\b/g)].map(([, number]) => Number(number));
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** What the model answers in the end. */
export function answerTo(number: number, mode: MessageMode): string | null {
  return mode === 'PROJECT_EDITS' ? null : spoken(number).join('');
}

/** The place of a call in its turn: from 0. */
export function placeOf(role: string): number {
  const place = ORDER.indexOf(role);
  if (place === -1) throw new Error(`A model was asked for "${role}".`);
  return place;
}

const answer = (prompt: string) => ({ pieces: spoken(questionIn(prompt) ?? 0), pauseMs: PAUSE_MS });

export const answerQuestions = modelOfRoles({
  router: '{"route": "PROJECT_QA", "confidence": 0.9, "reason": "It is about the project."}',
  generalAnswer: answer,
  rewrite: '{"query": ""}',
  tools: '{"requests": []}',
  projectAnswer: answer,
  editsPlan: JSON.stringify({
    summary: 'Two notes.',
    operations: [
      { op: 'update', path: 'README.md', intent: 'Note it.' },
      { op: 'create', path: 'NOTES.md', intent: 'Note it.' },
    ],
    code_files: [],
  }),
  editsApply: (prompt) => {
    if (!prompt.includes('File: README.md')) return '<content>\n# Notes\n</content>';
    const heading = /^# Project .*$/m.exec(prompt)?.[0] ?? '';
    return `<find>\n${heading}\n</find>\n<replace>\n${heading}\n\nA note.\n</replace>`;
  },
  editsSelfCheck: '{"approved": true, "repairs": []}',
});

function spoken(number: number): string[] {
  return [`This answers Q-${number}. `, ...SENTENCES, 'So much for that.'];
}
