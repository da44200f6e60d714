import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { countWeight } from '../../src/rag/embedding/document-words.js';
import { encodeWeights } from '../../src/rag/embedding/learned-weights.js';
import { Random } from '../../tests/kit/random.js';
import { type Pair, withoutCommonSentences } from './collect-pairs.js';
import { type EncodedExample, meanReciprocalRank } from './held-out-ranks.js';
import { quantize } from './quantize.js';
import { copiesFrom, type Example, groupBySource, isTelling, toExample } from './training-set.js';
import { type Bag, TwoTowers } from './two-towers.js';
import { chooseVocabulary } from './vocabulary.js';

const SEED = 1;
const DIMENSIONS = 128;
const MOST_WORDS = 24_576;
const EPOCHS = 2;
const FIRST_RATE = 0.5;
/** The rate falls evenly to this share of the first. */
const LAST_RATE = 0.05;
/** Of one package in a row: those are what a search has to tell apart. */
const RUN = 128;
const BATCH = 512;
/** Of each document at most so many words, by chance, and of all bags each word with this chance less. */
const MOST_DOCUMENT_WORDS = 80;
const LEFT_OUT = 0.1;

const strings = { type: 'string', multiple: true } as const;
const { values } = parseArgs({ options: { pairs: strings, measured: strings, out: { type: 'string' } } });
if (values.pairs === undefined || values.out === undefined) {
  throw new Error(
    'train --pairs PAIRS.jsonl… [--measured TEXT]… --out WEIGHTS (no pair of a measured text is learned)',
  );
}

const random = new Random(SEED);
const examples = await readExamples(values.pairs, values.measured ?? []);
const heldOut = new Set((await readFile(new URL('held-out.txt', import.meta.url), 'utf8')).split('\n'));
const learned = examples.filter(({ source }) => !heldOut.has(source));
const vocabulary = chooseVocabulary(learned, MOST_WORDS);
const rows = new Map(vocabulary.words.map((word, row) => [word, row]));
const training = encodeAll(learned);
const validation = encodeAll(examples.filter(({ source }) => heldOut.has(source)));
const model = new TwoTowers(vocabulary, DIMENSIONS, random);
log(`${training.length} pairs to learn from, ${validation.length} held out, ${rows.size} words; ${ranks()} untrained`);
for (let epoch = 0; epoch < EPOCHS; epoch++) {
  const batches = makeBatches();
  let loss = 0;
  batches.forEach((batch, done) => {
    const progress = (epoch + done / batches.length) / EPOCHS;
    const queries = batch.map(({ query }) => thinned(query, 1));
    const documents = batch.map(({ document }) => thinned(document, MOST_DOCUMENT_WORDS / document.words.length));
    loss += model.train(queries, documents, FIRST_RATE * (1 - (1 - LAST_RATE) * progress));
    if (done % 20 === 19)
      log(`epoch ${epoch + 1}, ${done + 1} of ${batches.length}: loss ${(loss / (done + 1)).toFixed(3)}`);
  });
  log(`epoch ${epoch + 1}: ${ranks()}`);
}
await writeFile(values.out, encodeWeights({ ...quantize(model), rows }));

async function readExamples(files: readonly string[], measured: readonly string[]): Promise<Example[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const pairs = texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line) as Pair);
  const isCopy = copiesFrom(await Promise.all(measured.map((file) => readFile(file, 'utf8'))));
  const own = withoutCommonSentences(pairs).filter((pair) => !isCopy(pair));
  log(`${pairs.length} pairs, ${own.length} of them neither common nor measured`);
  return own.map(toExample).filter(isTelling);
}

function encodeAll(all: readonly Example[]): EncodedExample[] {
  return all
    .map(({ source, query, document }) => ({
      source,
      query: toBag(query.map((word) => [word, 1])),
      document: toBag([...document].map(([word, count]) => [word, countWeight(count)])),
    }))
    .filter(({ query, document }) => query.words.length > 0 && document.words.length > 0);
}

function toBag(weighted: readonly [word: string, weight: number][]): Bag {
  const known = weighted.flatMap(([word, weight]) => {
    const row = rows.get(word);
    return row === undefined ? [] : [{ row, weight }];
  });
  return {
    words: Int32Array.from(known, ({ row }) => row),
    weights: Float32Array.from(known, ({ weight }) => weight),
  };
}

/** Four runs a batch, each of one package; what is left of the packages makes runs of its own. */
function makeBatches(): EncodedExample[][] {
  const runs: EncodedExample[][] = [];
  const left: EncodedExample[] = [];
  for (const group of groupBySource(training)) {
    const inRuns = group.length - (group.length % RUN);
    const shuffled = random.shuffle(group);
    runs.push(...cut(shuffled.slice(0, inRuns), RUN));
    left.push(...shuffled.slice(inRuns));
  }
  runs.push(...cut(left, RUN));
  return cut(random.shuffle(runs), BATCH / RUN).map((batch) => batch.flat());
}

function cut<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function thinned({ words, weights }: Bag, share: number): Bag {
  const kept = [...words.keys()].filter(() => random.uniform() < Math.min(1, share) * (1 - LEFT_OUT));
  if (kept.length === 0) return { words, weights };
  return {
    words: Int32Array.from(kept, (at) => words[at] ?? 0),
    weights: Float32Array.from(kept, (at) => weights[at] ?? 0),
  };
}

function ranks(): string {
  const of = (kind: string) => {
    const ofKind = validation.filter(({ source }) => source.startsWith(kind));
    return meanReciprocalRank(model, ofKind).toFixed(3);
  };
  return `held-out MRR npm ${of('npm/')}, Python ${of('py/')}`;
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
