import type { StudyRecord } from './records.js';

/** The log of one run: append-only. The log is the checkpoint, so what is appended is never taken back. */
export interface RunLog {
  /** Keeps the record, at the latest when `flush` returns. @throws when it cannot be kept: the run must not go on. */
  append(record: StudyRecord): void;
  flush(): void;
  /** Flushes, makes it durable and lets go of the file. */
  close(): void;
}
