/**
 * The items of `source`, in order, each being asked for while the one before is used. When the reader leaves early, it
 * waits until the item asked for has come, so that nothing goes on behind its back.
 */
export async function* oneAhead<Item>(
  source: AsyncIterator<Item, void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let next = ask(source);
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask(source);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
  }
}

/** A failure is met when the item is awaited, and must not count as unhandled before. */
function ask<Item>(source: AsyncIterator<Item, void, undefined>): Promise<IteratorResult<Item, void>> {
  const next = source.next();
  next.catch(() => undefined);
  return next;
}
