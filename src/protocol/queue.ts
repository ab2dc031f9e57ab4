import { performance } from 'node:perf_hooks';

/** Never throws and never rejects; done at once unless it returns a promise. */
export type Task = () => Promise<void> | undefined;

/** One task at a time, in the order of arrival. */
export interface Queue {
  push(task: Task): void;
  /** Begins with what was pushed, unless it is at it already. */
  run(): void;
  readonly busy: boolean;
  /** Calls back as soon as nothing is left to do. */
  whenIdle(callback: () => void): void;
}

/** Tasks that together take longer than this make a pause, in which what came meanwhile (a cancel) is read. */
const PATIENCE_MS = 1;
/** So many answers leave together, so that the host works on them while the next ones are made. */
const TOGETHER = 16;
/** Done tasks at the front of the list are dropped when there are this many. */
const LONGEST_PAST = 1024;

/** `flush` is called whenever the queue pauses: everything that was answered until then should leave. */
export function createQueue(flush: () => void): Queue {
  let tasks: Task[] = [];
  let next = 0;
  let busy = false;
  let idle: (() => void) | undefined;

  const pop = (): Task | undefined => {
    const task = tasks[next++];
    if (next > LONGEST_PAST || task === undefined) {
      tasks = tasks.slice(next);
      next = 0;
    }
    return task;
  };
  const resume = (): void => {
    busy = false;
    run();
  };
  const run = (): void => {
    if (busy) return;
    busy = true;
    const start = performance.now();
    let done = 0;
    for (let task = pop(); task !== undefined; task = pop()) {
      const pending = task();
      done++;
      if (pending !== undefined) {
        flush();
        void pending.then(resume);
        return;
      }
      if (done % TOGETHER === 0) flush();
      if (performance.now() - start > PATIENCE_MS) {
        flush();
        // Streams are read between two immediates, not before the first.
        setImmediate(() => setImmediate(resume));
        return;
      }
    }
    busy = false;
    flush();
    idle?.();
  };
  return {
    push: (task) => tasks.push(task),
    run,
    get busy() {
      return busy;
    },
    whenIdle(callback) {
      if (busy) idle = callback;
      else callback();
    },
  };
}
