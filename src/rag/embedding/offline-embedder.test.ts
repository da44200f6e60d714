import { describe, expect, test } from 'vitest';
import { OfflineEmbedder } from './offline-embedder.js';

const signal = new AbortController().signal;

describe('OfflineEmbedder', () => {
  test('gives the same text the same vector, whatever was embedded before', async () => {
    const [first] = await new OfflineEmbedder().embedDocuments(['function retry() {}'], signal);
    const other = new OfflineEmbedder();
    const [, second] = await other.embedDocuments(['class Queue {}', 'function retry() {}'], signal);
    expect(second).toEqual(first);
  });

  test('gives vectors of unit length, in the order of the texts', async () => {
    const embedder = new OfflineEmbedder();
    const texts = ['', '👍', 'a', 'const queue = new JobQueue();', 'очередь задач', 'x'.repeat(10_000), '数据库'];
    const vectors = await embedder.embedDocuments(texts, signal);
    expect(vectors.map((vector) => vector.length)).toEqual(texts.map(() => embedder.space.dimensions));
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  });

  test('puts a question nearer to the code it is about', async () => {
    expect(await nearer('how are jobs retried')).toBe(true);
    expect(await nearer('повторный запуск задач')).toBe(true);
  });

  test('puts a question nearer to code that says the same in other words', async () => {
    const texts = [
      'hypot(dx, dy) { return Math.sqrt(dx * dx + dy * dy); }',
      'trim(text) { return text.replace(blank, empty); }',
    ];
    const embedder = new OfflineEmbedder();
    const [about = new Float32Array(), other = new Float32Array()] = await embedder.embedDocuments(texts, signal);
    const { vector: query } = await embedder.embedQuery('the distance between two points', signal);
    expect(cosine(query, about)).toBeGreaterThan(cosine(query, other) + 0.1);
  });

  test('gives the model a name that a change of the recipe must change', async () => {
    const embedder = new OfflineEmbedder();
    const [vector = new Float32Array()] = await embedder.embedDocuments(['function retryJob(attempt) {}'], signal);
    const largest = [...vector.keys()].sort((one, other) => Math.abs(vector[other] ?? 0) - Math.abs(vector[one] ?? 0));
    expect(embedder.space).toEqual({ provider: 'offline', model: 'hashed-learned-2', dimensions: 512 });
    expect(
      [...largest.filter((at) => at < 384).slice(0, 3), ...largest.filter((at) => at >= 384).slice(0, 3)].map(
        (position) => [position, vector[position]?.toFixed(4)],
      ),
    ).toMatchInlineSnapshot(`
      [
        [
          302,
          "-0.1719",
        ],
        [
          358,
          "-0.1437",
        ],
        [
          140,
          "0.1406",
        ],
        [
          465,
          "-0.2077",
        ],
        [
          396,
          "-0.2064",
        ],
        [
          453,
          "-0.1764",
        ],
      ]
    `);
  });

  test('stops when aborted, with the reason', async () => {
    const controller = new AbortController();
    const running = new OfflineEmbedder().embedDocuments(Array(1000).fill('text'), controller.signal);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  test('lets other work go on between texts', async () => {
    let turns = 0;
    let done = false;
    const embedding = new OfflineEmbedder().embedDocuments(Array(1000).fill('text'), signal).finally(() => {
      done = true;
    });
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await embedding;
    expect(turns).toBeGreaterThan(5);
  });
});

async function nearer(question: string): Promise<boolean> {
  const embedder = new OfflineEmbedder();
  const texts = ['function retryJob(job) { queue.run(job); }', 'class Invoice { total() { return this.sum; } }'];
  const [about = new Float32Array(), other = new Float32Array()] = await embedder.embedDocuments(texts, signal);
  const { vector: query } = await embedder.embedQuery(question, signal);
  return cosine(query, about) > cosine(query, other) + 0.1;
}

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
