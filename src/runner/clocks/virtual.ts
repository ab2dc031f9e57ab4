import { unlessAborted } from '../../core/unless-aborted.js';
import type { Arrival, Charged, Clock, Pending } from './clock.js';

/**
 * Discrete-event clock for recorded costs. Events are keyed by (time, kind, sequence): at equal times completions come before
 * starts, since the loop asks for work only after it took a completion, and completions come in the order in which they were
 * suggested. So do comings to watched levels: an evaluation has one event at a time, its next. A freed worker gets work at
 * exactly that instant; nothing of an evaluation is visible before its end, or before the level at which it is watched.
 * @param now where to go on: the time of the last completion of a resumed run
 * @param signal ends the wait for answers when the run is interrupted
 */
export function virtualClock(now = 0, signal?: AbortSignal): Clock {
  const heap = createEventHeap();
  let arriving: { pending: Pending; expected: Promise<Charged>; level: number | undefined }[] = [];
  let time = now;

  const next = (until: number): Arrival | undefined => {
    const first = heap.peek();
    if (first === undefined || first.at > until) {
      if (until !== Infinity) time = until;
      return undefined;
    }
    heap.pop();
    time = first.at;
    return first;
  };
  // An evaluation's end is known only with its cost, so time stands still until every answer is there.
  const settle = async (until: number): Promise<Arrival | undefined> => {
    const waiting = arriving;
    arriving = [];
    const charged = await unlessAborted(Promise.all(waiting.map(({ expected }) => expected)), signal);
    if (charged === undefined) return undefined;
    waiting.forEach(({ pending, level }, index) => heap.push(arrival(pending, charged[index] as Charged, level)));
    return next(until);
  };
  return {
    kind: 'virtual',
    now: () => time,
    expect: (pending, expected, level) => {
      if (expected instanceof Promise) arriving.push({ pending, expected, level });
      else heap.push(arrival(pending, expected, level));
    },
    next: (until) => (arriving.length > 0 ? settle(until) : next(until)),
  };
}

function arrival(pending: Pending, { outcome, restartCost }: Charged, level: number | undefined): Arrival {
  const at = pending.start + outcome.cost;
  // Nearly always there is nothing more to say.
  if (restartCost === undefined && level === undefined) return { pending, at, outcome };
  const common = { pending, at, outcome, ...(restartCost !== undefined && { restartCost }) };
  // What fails on its way has ended there.
  return level === undefined || outcome.status !== 'completed' ? common : { ...common, level };
}

interface EventHeap {
  push(event: Arrival): void;
  peek(): Arrival | undefined;
  pop(): void;
}

/** Binary heap ordered by (time, evaluation). It never holds more events than the run has workers. */
export function createEventHeap(): EventHeap {
  const events: Arrival[] = [];
  const before = (a: Arrival, b: Arrival): boolean =>
    a.at < b.at || (a.at === b.at && a.pending.evaluation < b.pending.evaluation);
  const push = (event: Arrival): void => {
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = events[above] as Arrival;
      if (!before(event, parent)) break;
      events[at] = parent;
      at = above;
    }
    events[at] = event;
  };
  const pop = (): void => {
    const last = events.pop();
    if (last === undefined || events.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= events.length) break;
      if (below + 1 < events.length && before(events[below + 1] as Arrival, events[below] as Arrival)) below++;
      const child = events[below] as Arrival;
      if (!before(child, last)) break;
      events[at] = child;
      at = below;
    }
    events[at] = last;
  };
  return { push, pop, peek: () => events[0] };
}
