import { TypeID, typeid } from 'typeid-js';

/** The prefixes of our ids, by the word of the glossary. */
export const ID_PREFIXES = {
  session: 'ses',
  indexJob: 'job',
  dialog: 'dlg',
  message: 'msg',
  task: 'tsk',
  changeset: 'chg',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A new TypeID: its prefix, `_`, and a UUIDv7 in base32. */
export function newId(kind: IdKind): string {
  return typeid(ID_PREFIXES[kind]).toString();
}

/** What an id names, by its prefix; null when it is none of ours or malformed. */
export function kindOfId(id: string): IdKind | null {
  for (const [kind, prefix] of Object.entries(ID_PREFIXES)) {
    if (!id.startsWith(`${prefix}_`)) continue;
    try {
      TypeID.fromString(id, prefix);
      return kind as IdKind;
    } catch {
      return null;
    }
  }
  return null;
}
