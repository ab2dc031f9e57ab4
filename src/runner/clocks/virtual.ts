import type { Charged, Clock, Finished, Pending } from './clock.js';

/**
 * Discrete-event clock for recorded costs. Events are keyed by (time, kind, sequence): at equal times completions come before
 * starts, since the loop asks for work only after it took a completion, and completions come in the order in which they were
 * suggested. A freed worker gets work at exactly that instant; nothing of an evaluation is visible before its end.
 * @param now where to go on: the time of the last completion of a resumed run
 */
export function virtualClock(now = 0): Clock {
  const heap = createEventHeap();
  let arriving: { pending: Pending; ends: Promise<Charged> }[] = [];
  let time = now;

  const next = (until: number): Finished | undefined => {
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
  const settle = async (until: number): Promise<Finished | undefined> => {
    const waiting = arriving;
    arriving = [];
    const charged = await Promise.all(waiting.map(({ ends }) => ends));
    charged.forEach((value, index) => heap.push(finished((waiting[index] as { pending: Pending }).pending, value)));
    return next(until);
  };
  return {
    kind: 'virtual',
    now: () => time,
    start: (pending, ends) => {
      if (ends instanceof Promise) arriving.push({ pending, ends });
      else heap.push(finished(pending, ends));
    },
    next: (until) => (arriving.length > 0 ? settle(until) : next(until)),
  };
}

function finished(pending: Pending, charged: Charged): Finished {
  const { outcome, restartCost } = charged;
  const at = pending.start + outcome.cost;
  return restartCost === undefined ? { pending, at, outcome } : { pending, at, outcome, restartCost };
}

interface EventHeap {
  push(event: Finished): void;
  peek(): Finished | undefined;
  pop(): void;
}

/** Binary heap ordered by (time, evaluation). It never holds more events than the run has workers. */
export function createEventHeap(): EventHeap {
  const events: Finished[] = [];
  const before = (a: Finished, b: Finished): boolean =>
    a.at < b.at || (a.at === b.at && a.pending.evaluation < b.pending.evaluation);
  const push = (event: Finished): void => {
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = events[above] as Finished;
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
      if (below + 1 < events.length && before(events[below + 1] as Finished, events[below] as Finished)) below++;
      const child = events[below] as Finished;
      if (!before(child, last)) break;
      events[at] = child;
      at = below;
    }
    events[at] = last;
  };
  return { push, pop, peek: () => events[0] };
}
