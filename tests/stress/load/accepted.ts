import type { FileChangeInput, MessageMode } from '../../../src/generated/documents/graphql.js';
import type { Files } from '../../kit/story.js';
import type { JobEvent, TaskEvent } from '../stream-doors.js';
import type { Reading } from '../stream-reader.js';

/** A session that a client made, and what it then sent, in order: each was acknowledged with a job. */
export interface AcceptedProject {
  readonly projectId: string;
  readonly sessionId: string;
  readonly files: Files;
  readonly changes: FileChangeInput[][];
  readonly jobIds: string[];
}

export interface AcceptedMessage {
  readonly number: number;
  readonly text: string;
  readonly mode: MessageMode;
  readonly messageId: string;
  readonly taskId: string;
}

export interface AcceptedDialog {
  readonly dialogId: string;
  readonly project: AcceptedProject;
  /** In the order in which they were sent. */
  readonly messages: AcceptedMessage[];
}

/** All that clients were told is done or will be, and what they have read of it. */
export class Accepted {
  readonly projects: AcceptedProject[] = [];
  readonly dialogs: AcceptedDialog[] = [];
  readonly jobReadings = new Map<string, Reading<JobEvent>>();
  readonly taskReadings = new Map<string, Reading<TaskEvent>>();

  get jobIds(): string[] {
    return this.projects.flatMap(({ jobIds }) => jobIds);
  }

  get messages(): AcceptedMessage[] {
    return this.dialogs.flatMap(({ messages }) => messages);
  }

  /** Runs that have not been read to their end. */
  unread(): string[] {
    const taskIds = this.messages.map(({ taskId }) => taskId);
    return [
      ...this.jobIds.filter((id) => !this.jobReadings.has(id)),
      ...taskIds.filter((id) => !this.taskReadings.has(id)),
    ];
  }

  /** By the stream's name. */
  eventsRead(): Map<string, readonly (JobEvent | TaskEvent)[]> {
    return new Map(
      [...this.jobReadings, ...this.taskReadings].map(([stream, { events }]) => [stream, events] as const),
    );
  }

  /** Of all readings. */
  cuts(): number {
    return [...this.jobReadings.values(), ...this.taskReadings.values()].reduce((sum, { cuts }) => sum + cuts, 0);
  }
}
