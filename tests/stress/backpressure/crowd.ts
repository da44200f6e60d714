import assert from 'node:assert/strict';
import type { Random } from '../../kit/random.js';
import { bytesOnTheWay } from './bytes-on-the-way.js';
import { PROTOCOLS, type Protocol, subscribe } from './protocols.js';
import type { Reading, Subscriber } from './subscriber.js';

/** One in so many never reads. */
const STALLED_SHARE = 20;
const FEWEST_STALLED_EACH = 2;
const OPENED_AT_ONCE = 50;

interface Member {
  readonly protocol: Protocol;
  readonly subscriber: Subscriber;
}

interface MemberReading {
  readonly protocol: Protocol;
  readonly reading: Reading;
}

/** The readers of one stream, over all protocols: most of them read, some do not. */
export class Crowd {
  readonly #url: string;
  readonly #taskId: string;
  readonly #stalledEach: number;
  readonly #protocols: readonly Protocol[];
  #reading: readonly Member[] = [];
  #stalled: readonly Member[] = [];
  #readings: Promise<readonly MemberReading[]> = Promise.resolve([]);

  constructor({ url, taskId, size, random }: { url: string; taskId: string; size: number; random: Random }) {
    this.#url = url;
    this.#taskId = taskId;
    this.#stalledEach = Math.max(FEWEST_STALLED_EACH, Math.round(size / STALLED_SHARE / PROTOCOLS.length));
    this.#protocols = inTurn(size - this.stalledCount, random);
  }

  get readingCount(): number {
    return this.#protocols.length;
  }

  get stalledCount(): number {
    return this.#stalledEach * PROTOCOLS.length;
  }

  /** Opens those that read, and has them begin. */
  async openReading(): Promise<void> {
    this.#reading = await this.#open(this.#protocols);
    this.#readings = readAll(this.#reading);
    // It is awaited later.
    this.#readings.catch(() => undefined);
  }

  /** Opens those of one protocol that do not read; gives how many. */
  async openStalled(protocol: Protocol): Promise<number> {
    const opened = await this.#open(Array.from({ length: this.#stalledEach }, () => protocol));
    this.#stalled = [...this.#stalled, ...opened];
    return opened.length;
  }

  /** What those that read were sent, when they have their last event. */
  readToTheEnd(): Promise<readonly MemberReading[]> {
    return this.#readings;
  }

  /** Has the stalled ones begin to read; gives what they were sent, when they have their last event. */
  readStalled(): Promise<readonly MemberReading[]> {
    return readAll(this.#stalled);
  }

  /** Of what a stalled reader is to get, the least that even the system has not taken in; null where that is not told. */
  async bytesHeldBack(readings: readonly MemberReading[]): Promise<number | null> {
    const taken = await bytesOnTheWay(this.#stalled.map(({ subscriber }) => subscriber.socket));
    if (taken === null) return null;
    const whole = new Map(readings.map(({ protocol, reading }) => [protocol, reading.bytes]));
    return Math.min(...this.#stalled.map(({ protocol }, index) => (whole.get(protocol) ?? 0) - (taken[index] ?? 0)));
  }

  /** Compares what members were sent with what someone is sent who comes when all is over. */
  async checkReadings(readings: readonly MemberReading[]): Promise<void> {
    const late = await readAll(await this.#open(PROTOCOLS));
    const expected = new Map(late.map(({ protocol, reading }) => [protocol, reading]));
    for (const { protocol, reading } of readings) assert.deepEqual(reading, expected.get(protocol), protocol);
  }

  close(): void {
    for (const { subscriber } of [...this.#reading, ...this.#stalled]) subscriber.close();
  }

  async #open(protocols: readonly Protocol[]): Promise<Member[]> {
    const members: Member[] = [];
    for (let start = 0; start < protocols.length; start += OPENED_AT_ONCE) {
      const some = protocols.slice(start, start + OPENED_AT_ONCE).map(async (protocol) => ({
        protocol,
        subscriber: await subscribe(protocol, this.#url, this.#taskId),
      }));
      members.push(...(await Promise.all(some)));
    }
    return members;
  }
}

/** As many of each protocol, in an order of chance. */
function inTurn(count: number, random: Random): readonly Protocol[] {
  return random.shuffle(Array.from({ length: count }, (_, index) => PROTOCOLS[index % PROTOCOLS.length] ?? 'REST'));
}

function readAll(members: readonly Member[]): Promise<MemberReading[]> {
  return Promise.all(members.map(async ({ protocol, subscriber }) => ({ protocol, reading: await subscriber.read() })));
}
