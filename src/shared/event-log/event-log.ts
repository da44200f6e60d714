export interface StoredEvent<Event> {
  /** 1, 2, 3 … within the stream, without gaps. */
  readonly seq: bigint;
  readonly at: Date;
  readonly event: Event;
}

export interface EventStream<Event> {
  /** True when nothing will come: the reader's cursor is at the terminal event. */
  readonly atEnd: boolean;
  /** The events after the cursor, the stored ones first, then as they come; ends after the terminal one. */
  readonly events: AsyncIterable<StoredEvent<Event>>;
}
