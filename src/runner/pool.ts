import { infrastructureError } from '../core/errors.js';
import { onAbort } from '../core/on-abort.js';
import type { Guest, GuestExit } from './engines/engine.js';
import { settleAll } from './settle-all.js';

/** What the guests of a family are like. */
export interface GuestKind {
  /** Evaluations that one guest may have at once: 1 where seconds are measured. */
  readonly inFlight: number;
  /** Guests at most. */
  readonly guests: number;
  start(slot: number, run: string, signal: AbortSignal): Promise<Guest>;
}

export interface LendRequest {
  readonly kind: GuestKind;
  /** The run that asks. */
  readonly run: string;
  /** Nobody else may use the guest meanwhile: who crashed it is then known. */
  readonly alone: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A guest, lent for one evaluation. */
export interface Lease {
  readonly guest: Guest;
  /** Nobody else uses the guest meanwhile. */
  readonly alone: boolean;
  release(): void;
  /** The guest is of no more use: ends it, frees its slot, and tells how it ended. */
  discard(): Promise<GuestExit | undefined>;
}

/**
 * The warm guests of a study, shared by all of its runs. A guest is started when first needed and kept until its slot is wanted
 * for another family, so that there are never more guests than slots, and a slot's devices are never in two guests.
 */
export interface Pool extends AsyncDisposable {
  /** The usual case without a detour: a warm guest with room, where nobody waits for one; undefined otherwise. */
  lendAtOnce(request: LendRequest): Lease | undefined;
  /**
   * Whoever asked first gets the next guest.
   * @throws SuiteError infrastructure when a guest cannot be started, or the signal aborts first
   */
  lend(request: LendRequest): Promise<Lease>;
  /** A warm guest of the kind, if any: the checkpoints of a family are in one place, which all of its guests see. */
  warm(kind: GuestKind): Promise<Guest> | undefined;
}

interface Held {
  readonly kind: GuestKind;
  readonly guest: Promise<Guest>;
  /** Once the guest has started. */
  ready?: Leases;
}

/** All who have a guest have the same lease of it: one for each evaluation would cost more than the lending. */
interface Leases {
  readonly shared: Lease;
  readonly alone: Lease;
}

interface Slot {
  readonly number: number;
  held?: Held;
  leases: number;
  alone: boolean;
  /** Resolves when the slot's earlier guest has ended. */
  vacant: Promise<unknown>;
}

interface Waiter {
  readonly request: LendRequest;
  readonly serve: (slot: Slot) => void;
  readonly refuse: (error: Error) => void;
}

/** @param size number of slots: guests at most */
export function createPool(size: number): Pool {
  const slots: Slot[] = Array.from({ length: size }, (_, number) => ({
    number,
    leases: 0,
    alone: false,
    vacant: Promise.resolve(),
  }));
  const queue = new Set<Waiter>();
  const closing = new AbortController();
  const serve = (): void => serveQueue(queue, slots, closing.signal);
  const free = (slot: Slot): void => {
    slot.leases--;
    slot.alone = false;
    if (queue.size > 0) serve();
  };
  const leasesOf = (slot: Slot, held: Held, guest: Guest): Leases => {
    const shared = { guest, alone: false, release: () => free(slot), discard: () => discard(slot, held) };
    return { shared, alone: { ...shared, alone: true } };
  };
  const lendAtOnce = (request: LendRequest): Lease | undefined => {
    const { kind, alone, signal } = request;
    const refused = closing.signal.aborted || signal?.aborted === true;
    const slot = refused || queue.size > 0 ? undefined : choose(slots, kind, alone);
    if (slot?.held?.ready === undefined || slot.held.kind !== kind) return undefined;
    slot.leases++;
    slot.alone = alone;
    return pick(slot.held.ready, request);
  };
  const lend = async (request: LendRequest): Promise<Lease> => {
    const slot = await place(queue, request, serve);
    const held = slot.held as Held;
    try {
      const guest = await orAbort(held.guest, request.signal);
      return pick((held.ready ??= leasesOf(slot, held, guest)), request);
    } catch (error) {
      free(slot);
      throw error;
    }
  };
  return {
    lendAtOnce,
    lend: (request) => (closing.signal.aborted ? Promise.reject(interrupted()) : lend(request)),
    warm: (kind) => slots.find((slot) => slot.held?.kind === kind)?.held?.guest,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      for (const waiter of queue) waiter.refuse(interrupted());
      queue.clear();
      await settleAll(slots.flatMap(({ vacant, held }) => (held === undefined ? [vacant] : [vacant, end(held)])));
    },
  };
}

/** In the order of asking; who waits for one kind of guest does not hold up those who wait for another. */
function serveQueue(queue: Set<Waiter>, slots: readonly Slot[], closing: AbortSignal): void {
  const blocked = new Set<GuestKind>();
  for (const waiter of queue) {
    const { kind, alone } = waiter.request;
    const slot = blocked.has(kind) ? undefined : choose(slots, kind, alone);
    if (slot === undefined) {
      blocked.add(kind);
      continue;
    }
    queue.delete(waiter);
    occupy(slot, waiter.request, closing);
    waiter.serve(slot);
  }
}

/** A warm guest with room first, then an empty slot, then that of an idle guest of another kind. */
function choose(slots: readonly Slot[], kind: GuestKind, alone: boolean): Slot | undefined {
  const room = (slot: Slot): boolean => !slot.alone && slot.leases < (alone ? 1 : kind.inFlight);
  const mine = slots.filter((slot) => slot.held?.kind === kind);
  const warm = mine.find(room);
  if (warm !== undefined || mine.length >= kind.guests) return warm;
  return (
    slots.find((slot) => slot.held === undefined && room(slot)) ??
    slots.find((slot) => slot.held?.kind !== kind && slot.leases === 0)
  );
}

/** Makes the slot the request's, with a guest of its kind under way. */
function occupy(slot: Slot, { kind, run, alone }: LendRequest, closing: AbortSignal): void {
  slot.leases++;
  slot.alone = alone;
  if (slot.held?.kind === kind) return;
  // The next guest waits for the end of this one, not for its success.
  if (slot.held !== undefined) slot.vacant = end(slot.held).catch(() => undefined);
  const vacant = slot.vacant;
  const held: Held = { kind, guest: vacant.then(() => kind.start(slot.number, run, closing)) };
  slot.held = held;
  const vacate = (): void => {
    if (slot.held === held) delete slot.held;
  };
  // Who asked for the guest hears of its failure to start; one that ends while nobody uses it is simply not warm any more.
  held.guest
    .then(async (guest) => {
      await guest.gone;
      if (slot.held === held) await discard(slot, held);
    }, vacate)
    .catch(vacate);
}

function pick({ shared, alone }: Leases, request: LendRequest): Lease {
  return request.alone || request.kind.inFlight === 1 ? alone : shared;
}

function place(queue: Set<Waiter>, request: LendRequest, serve: () => void): Promise<Slot> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    let forget = (): void => undefined;
    const waiter: Waiter = {
      request,
      serve: (slot) => {
        forget();
        resolve(slot);
      },
      refuse: (error) => {
        forget();
        queue.delete(waiter);
        reject(error);
      },
    };
    queue.add(waiter);
    forget = onAbort(signal, () => waiter.refuse(interrupted()));
    if (queue.has(waiter)) serve();
  });
}

/** The guest goes on starting when one who waits for it leaves: others may want it. */
async function orAbort(guest: Promise<Guest>, signal: AbortSignal | undefined): Promise<Guest> {
  if (signal === undefined) return await guest;
  return await new Promise<Guest>((resolve, reject) => {
    const forget = onAbort(signal, () => reject(interrupted()));
    guest.then(resolve, reject).finally(forget);
  });
}

/** Several leases of one guest may discard it; it is ended once. */
async function discard(slot: Slot, held: Held): Promise<GuestExit | undefined> {
  const ending = end(held);
  if (slot.held === held) {
    delete slot.held;
    slot.vacant = ending.catch(() => undefined);
  }
  return await ending;
}

async function end({ guest }: Held): Promise<GuestExit | undefined> {
  const started = await guest.catch(() => undefined);
  return await started?.stop();
}

function interrupted(): Error {
  return infrastructureError('interrupted while waiting for a worker');
}
