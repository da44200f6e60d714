/**
 * Pulls the first item, so that a failure before it is met here, and gives an iteration of all items. Closing that
 * closes the source.
 */
export async function begun<T>(source: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  return continued(await source.next(), source);
}

async function* continued<T>(first: IteratorResult<T>, source: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    if (first.done) return;
    yield first.value;
    yield* source;
  } finally {
    await source.return(undefined);
  }
}
