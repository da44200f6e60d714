import type { FakeMessage, FakeReply } from './reply-script.js';

/** What the prompts in prompts/ ask a model for, by how each begins. */
const OPENINGS = {
  router: 'You choose how an assistant',
  generalAnswer: 'You are an assistant for software developers',
  rewrite: 'You turn the last question',
  tools: 'You help to answer a question',
  projectAnswer: 'You answer questions about a software project',
  editsPlan: 'You plan changes to the files',
  editsApply: 'You write one change to one file',
  editsSelfCheck: 'You check drafted changes',
  docsOutline: 'You plan documentation',
  docsGeneration: 'You write one document',
  docsSummary: 'You tell a person what documents were written',
  docsAnswer: 'You write a text about a software project',
} as const;

export type ModelRole = keyof typeof OPENINGS;
export type RoleReply = FakeReply | ((prompt: string) => FakeReply);

/** Null: the prompt is none of ours. */
export function roleOf(messages: readonly FakeMessage[]): ModelRole | null {
  const system = messages[0]?.content ?? '';
  return (Object.keys(OPENINGS) as ModelRole[]).find((name) => system.startsWith(OPENINGS[name])) ?? null;
}

/** A model that answers by what it is asked for, whatever the order; what has no reply is refused. */
export function modelOfRoles(replies: Partial<Record<ModelRole, RoleReply>>) {
  return (messages: readonly FakeMessage[]): FakeReply => {
    const role = roleOf(messages);
    const reply = role === null ? undefined : replies[role];
    if (reply === undefined) return { pieces: [], finishReason: 'blacklist' };
    return typeof reply === 'function' ? reply(messages.map(({ content }) => content).join('\n')) : reply;
  };
}
