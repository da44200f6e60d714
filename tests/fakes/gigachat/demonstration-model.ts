import { modelOfRoles } from '../model-of-roles.js';

/** Enough of a model to see every route at work: it reads its prompts by their form, and understands nothing. */
export const demonstrationModel = modelOfRoles({
  router: (prompt) =>
    JSON.stringify({ route: routeOf(after(prompt, 'Message:')), confidence: 0.5, reason: 'By its words.' }),
  generalAnswer: (prompt) => `(A fake model.) You asked: ${after(prompt, 'Question:')}`,
  rewrite: '{"query": ""}',
  tools: '{"requests": []}',
  projectAnswer: (prompt) => `(A fake model.) The nearest place is in \`${firstPassage(prompt)}\` [1].`,
  editsPlan: (prompt) => {
    const path = /^(\S.*) \(\d+ bytes\)$/m.exec(after(prompt, 'Files that can be changed:'))?.[1];
    const operation = path === undefined ? { op: 'create', path: 'NOTES.md' } : { op: 'update', path };
    return JSON.stringify({
      summary: `(A fake model.) A note in ${operation.path}.`,
      operations: [{ ...operation, intent: `Note down: ${after(prompt, 'Request:')}` }],
      code_files: [],
    });
  },
  editsApply: (prompt) => {
    const note = after(prompt, 'What to do in this file:').split('\n')[0] ?? '';
    const line = /^<file_\w+ .*>\n(.+)$/m.exec(prompt)?.[1];
    if (line === undefined) return `<content>\n# Notes\n\n${note}\n</content>`;
    return `<find>\n${line}\n</find>\n<replace>\n${line}\n\n${note}\n</replace>`;
  },
  editsSelfCheck: '{"approved": true, "repairs": []}',
  docsOutline: (prompt) =>
    JSON.stringify({
      result: 'files',
      summary: '(A fake model.) A page about the project.',
      documents: [{ path: 'docs/overview.md', title: 'Overview', sections: [], read: [firstPassage(prompt)] }],
    }),
  docsGeneration: (prompt) => `<document>\n# Overview\n\nThe project has \`${firstPassage(prompt)}\`.\n</document>`,
  docsSummary: '(A fake model.) The page names the nearest file [1].',
  docsAnswer: '(A fake model.) See the nearest file [1].',
});

function routeOf(message: string): string {
  if (/документ|document/i.test(message)) return 'DOCS_GENERATION';
  if (/измени|исправ|добав|change|edit|fix|add/i.test(message)) return 'PROJECT_EDITS';
  return 'PROJECT_QA';
}

/** What stands below a heading of the prompt. */
function after(prompt: string, heading: string): string {
  return prompt.slice(prompt.lastIndexOf(`\n${heading}\n`) + heading.length + 2).trim();
}

function firstPassage(prompt: string): string {
  return /<passage n="1" path="([^"]+)"/.exec(prompt)?.[1] ?? 'README.md';
}
