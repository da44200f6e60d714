import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OpenStreams } from './open-streams.js';

/** What Prometheus may ask of this process, at /metrics. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time until the answer began, by route.',
    labelNames: ['route'],
    registers: [this.#registry],
  });

  constructor(streams: OpenStreams) {
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({
      name: 'open_streams',
      help: 'Subscriptions being read, over both doors.',
      registers: [this.#registry],
      collect() {
        this.set(streams.total);
      },
    });
  }

  /** `route` is a path of the route table, never what a client sent: its values must stay few. */
  count(request: { method: string; route: string; status: number; seconds: number }): void {
    const { method, route, status, seconds } = request;
    this.#requests.inc({ method, route, status });
    this.#durations.observe({ route }, seconds);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return this.#registry.metrics();
  }
}
