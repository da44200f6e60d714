import type { ServerSentEvent } from './sse.js';

interface StreamEvent {
  readonly __typename: string;
  readonly cursor: string;
}

/** The `event:` line and how its `data:` is made. */
type Rendering<Event> = readonly [name: string, data: (event: Event) => object];

/** How each type of event is written. */
export type Renderings<Event extends StreamEvent> = {
  readonly [Name in Event['__typename']]: Rendering<Extract<Event, { __typename: Name }>>;
};

export function renderEvent<Event extends StreamEvent>(event: Event, renderings: Renderings<Event>): ServerSentEvent {
  const [name, data] = renderings[event.__typename as Event['__typename']] as Rendering<Event>;
  return { id: event.cursor, event: name, data: data(event) };
}
