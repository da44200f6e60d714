import { type Params, SingleBar } from 'cli-progress';
import { counted, grouped } from './counted.js';
import type { Terminal } from './terminal.js';

const BAR_WIDTH = 24;
/** Where the standard error is no terminal, a line is written each time another tenth of the files is done. */
const PLAIN_STEPS = 10;

/** Shows how far indexing is: a bar on a terminal, else a line now and then. `doneBefore` does not count for the rate. */
export class IndexProgress {
  readonly #startedAt = performance.now();
  readonly #bar: SingleBar | null;
  #done: number;
  #stepsShown: number;

  constructor(
    private readonly terminal: Terminal,
    private total: number,
    private readonly doneBefore = 0,
  ) {
    this.#done = doneBefore;
    this.#stepsShown = this.#steps;
    terminal.clearStatus();
    if (!terminal.messages.isTTY) {
      this.#bar = null;
      terminal.note(`Indexing ${counted(total, 'file')}…`);
      return;
    }
    this.#bar = new SingleBar({
      stream: terminal.messages,
      format: (_options, params) => `Indexing ${drawBar(params.progress)} ${this.#line()}`,
      hideCursor: true,
      clearOnComplete: true,
      // Ctrl-C has one handler: the command's own.
      gracefulExit: false,
    });
    this.#bar.start(total, doneBefore);
  }

  /** `done` never goes back: a run that is tried again counts from where it was. */
  update(done: number, total = this.total): void {
    this.total = total;
    this.#done = Math.min(total, Math.max(this.#done, done));
    this.#bar?.setTotal(total);
    if (this.#bar !== null) {
      this.#bar.update(this.#done);
      return;
    }
    if (this.#steps <= this.#stepsShown) return;
    this.#stepsShown = this.#steps;
    this.terminal.note(`  ${this.#line()}`);
  }

  stop(): void {
    this.#bar?.stop();
  }

  get #steps(): number {
    return Math.floor((this.#done / Math.max(1, this.total)) * PLAIN_STEPS);
  }

  #line(): string {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const rate = (this.#done - this.doneBefore) / seconds;
    const left = rate === 0 || this.#done === this.total ? '' : ` | ${duration((this.total - this.#done) / rate)} left`;
    const percent = Math.floor((this.#done / Math.max(1, this.total)) * 100);
    const speed = rate < 10 ? rate.toFixed(1) : grouped(Math.round(rate));
    return `${percent}% | ${grouped(this.#done)}/${counted(this.total, 'file')} | ${speed} files/s${left}`;
  }
}

function drawBar(progress: Params['progress']): string {
  const full = Math.round(progress * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

/** `40 s`, `3 min 20 s`, `2 h 5 min`. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
