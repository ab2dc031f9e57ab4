import type { Forget } from '../core/on-abort.js';

/** How long each of many calls may take. */
export interface Deadline {
  /** Real seconds; `Infinity` for no end. */
  readonly seconds: number;
  /** Calls back when the time of a call that begins now has passed. */
  begin(expire: () => void): Forget;
}

/**
 * One timer for all calls, set to the end of the oldest that is under way: they all may take equally long, so they end in the
 * order in which they began. Setting and clearing a timer for each would cost a short call more than its checks.
 */
export function createDeadline(seconds: number): Deadline {
  const length = seconds * 1000;
  const underWay = new Set<Call>();
  let armed = false;
  const arm = (oldest: Call): void => {
    armed = true;
    setTimeout(look, Math.min(LONGEST_MS, Math.max(1, oldest.began + length - performance.now()))).unref();
  };
  const look = (): void => {
    armed = false;
    const now = performance.now();
    for (const call of underWay) {
      if (call.began + length > now) {
        arm(call);
        return;
      }
      underWay.delete(call);
      call.expire();
    }
  };
  return {
    seconds,
    begin(expire) {
      if (seconds === Infinity) return () => undefined;
      const call: Call = { began: performance.now(), expire };
      underWay.add(call);
      if (!armed) arm(call);
      return () => {
        underWay.delete(call);
        // The set's old tables may hold the call for long: see `createTurnoverMap`.
        call.expire = nothing;
      };
    },
  };
}

interface Call {
  readonly began: number;
  expire: () => void;
}

/** Of a timer. */
const LONGEST_MS = 2 ** 31 - 1;

function nothing(): void {
  // It has ended.
}
