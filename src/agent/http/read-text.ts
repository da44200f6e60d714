/** The whole body as UTF-8 text. Rejects with what `tooLarge` gives beyond `mostBytes`. */
export async function readText(
  body: AsyncIterable<Buffer>,
  { mostBytes, tooLarge }: { readonly mostBytes: number; readonly tooLarge: () => Error },
): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > mostBytes) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
