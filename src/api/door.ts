/** One way in: answers a request, and says which route it was, for the metrics. */
export type Door = (request: Request, remoteAddress: string | null) => Promise<Answer>;

export interface Answer {
  readonly response: Response;
  readonly route: string;
}
