import { infrastructureError } from '../core/errors.js';
import type { Guest, GuestExit } from './engines/engine.js';

/** A guest, lent for one evaluation. */
export interface Lease {
  readonly guest: Guest;
  /** Nobody else uses the guest meanwhile. */
  readonly alone: boolean;
  release(): void;
  /** The guest is of no more use: ends it, frees its slot, and tells how it ended. */
  discard(): Promise<GuestExit | undefined>;
}

/** The warm guests of one family, shared by all runs of a study. Started when first needed, kept until the end. */
export interface Pool extends AsyncDisposable {
  /**
   * @param alone nobody else may use the guest meanwhile: who crashed it is then known
   * @throws SuiteError infrastructure when a guest cannot be started
   */
  lend(run: string, alone: boolean, signal?: AbortSignal): Promise<Lease>;
}

export interface PoolOptions {
  /** Guests at most. */
  readonly slots: number;
  /** Evaluations that one guest may have at once: 1 where seconds are measured. */
  readonly inFlight: number;
  readonly start: (slot: number, run: string, signal?: AbortSignal) => Promise<Guest>;
}

interface Slot {
  readonly number: number;
  guest?: Promise<Guest>;
  leases: number;
  alone: boolean;
}

export function createPool(options: PoolOptions): Pool {
  const slots: Slot[] = Array.from({ length: options.slots }, (_, number) => ({ number, leases: 0, alone: false }));
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  };
  const take = async (slot: Slot, run: string, alone: boolean, signal?: AbortSignal): Promise<Lease> => {
    slot.leases++;
    slot.alone = alone;
    const release = (): void => {
      slot.leases--;
      slot.alone = false;
      wakeAll();
    };
    const mine = (slot.guest ??= options.start(slot.number, run, signal));
    try {
      const guest = await mine;
      return { guest, alone: alone || options.inFlight === 1, release, discard: () => discard(slot, mine) };
    } catch (error) {
      if (slot.guest === mine) delete slot.guest;
      release();
      throw error;
    }
  };
  return {
    lend: async (run, alone, signal) => {
      for (;;) {
        if (signal?.aborted === true) throw infrastructureError('interrupted while waiting for a worker');
        const slot = choose(slots, alone, options.inFlight);
        if (slot !== undefined) return await take(slot, run, alone, signal);
        await nextChange(waiting, signal);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(
        slots.map((slot) =>
          slot.guest?.then(
            (guest) => guest.stop(),
            () => undefined,
          ),
        ),
      );
    },
  };
}

/** Several leases of one guest may discard it; it is ended once. */
async function discard(slot: Slot, guest: Promise<Guest>): Promise<GuestExit | undefined> {
  if (slot.guest === guest) delete slot.guest;
  return await (await guest).stop();
}

/** A warm guest with room first, then a slot without a guest. */
function choose(slots: readonly Slot[], alone: boolean, inFlight: number): Slot | undefined {
  const room = (slot: Slot): boolean => !slot.alone && slot.leases < (alone ? 1 : inFlight);
  return (
    slots.find((slot) => slot.guest !== undefined && room(slot)) ??
    slots.find((slot) => slot.guest === undefined && room(slot))
  );
}

function nextChange(waiting: Set<() => void>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      waiting.delete(wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal?.addEventListener('abort', wake);
  });
}
