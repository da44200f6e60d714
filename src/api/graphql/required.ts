import { NotFoundError } from '../../shared/errors.js';

/** The thing itself; throws a `NotFoundError` when it has been deleted since it was named. */
export async function required<Thing>(found: Promise<Thing | null>, noun: string, id: string): Promise<Thing> {
  const thing = await found;
  if (thing === null) throw new NotFoundError(noun, id);
  return thing;
}
