/** What one request may carry. */
export interface BatchLimits {
  readonly texts: number;
  /** UTF-16 units of all texts together. A single longer text goes alone. */
  readonly characters: number;
}

/** The texts in their order, in as few batches as the limits allow. */
export function textBatches(texts: readonly string[], limits: BatchLimits): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const full = batch.length === limits.texts || characters + text.length > limits.characters;
    if (batch.length > 0 && full) {
      batches.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** The text in pieces of nearly equal length, none longer than `longest` UTF-16 units; no character is cut in two. */
export function textPieces(text: string, longest: number): [string, ...string[]] {
  if (text.length <= longest) return [text];
  const half = Math.ceil(text.length / 2);
  const middle = isLowSurrogate(text, half) ? half - 1 : half;
  const [first, ...more] = textPieces(text.slice(0, middle), longest);
  return [first, ...more, ...textPieces(text.slice(middle), longest)];
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
