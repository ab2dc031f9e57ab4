import type { Forget } from '../core/on-abort.js';
import { afterReading } from './after-reading.js';

/** How long each of many calls may take. */
export interface Deadline {
  /** Real seconds; `Infinity` for no end. */
  readonly seconds: number;
  /** Calls back when the time of a call that begins now has passed. */
  begin(expire: () => void): Forget;
}

/**
 * One timer for all calls, set to the end of the oldest that is under way: they all may take equally long, so they end in the
 * order in which they began. Setting and clearing a timer for each would cost a short call more than its checks. A call whose answer
 * was there in time never expires, however late the timer is. While calls are under way the timer keeps the process alive.
 */
export function createDeadline(seconds: number): Deadline {
  const length = seconds * 1000;
  const underWay = new Set<Call>();
  let armed = false;
  let timer: NodeJS.Timeout | undefined;
  const arm = (oldest: Call): void => {
    armed = true;
    timer = setTimeout(look, Math.min(LONGEST_MS, Math.max(1, oldest.began + length - performance.now())));
  };
  const look = (): void => {
    const now = performance.now();
    afterReading(() => expire(now));
  };
  const expire = (now: number): void => {
    armed = false;
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
      else if (underWay.size === 1) timer?.ref();
      return () => {
        underWay.delete(call);
        if (underWay.size === 0) timer?.unref();
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
