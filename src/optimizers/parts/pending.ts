import { bug } from '../../core/errors.js';

/** Outstanding evaluations. Counts them as the runner does: from 0, in the order in which they are asked. */
export interface Pending<Item> {
  /** Notes what the next evaluation is for; its number. */
  add(item: Item): number;
  /**
   * One that stays outstanding.
   * @throws as `take`
   */
  get(evaluation: number): Item;
  /**
   * Takes an evaluation out.
   * @throws SuiteError of code 'bug' if it was never asked for or was told before.
   */
  take(evaluation: number): Item;
  isEmpty(): boolean;
}

/**
 * A hash table with linear probing, since a `Map` that every evaluation enters and leaves rebuilds itself all the time.
 * Numbers follow each other, so they hardly ever collide; memory depends on how many are outstanding, not on how long.
 */
export function createPending<Item>(): Pending<Item> {
  let keys = new Float64Array(16).fill(FREE);
  let items: (Item | undefined)[] = new Array<Item | undefined>(16).fill(undefined);
  let size = 0;
  let next = 0;

  function put(key: number, item: Item): void {
    const mask = keys.length - 1;
    let slot = key & mask;
    while (keys[slot] !== FREE) slot = (slot + 1) & mask;
    keys[slot] = key;
    items[slot] = item;
  }

  function slotOf(evaluation: number): number {
    const slot = find(keys, evaluation);
    if (slot === -1) throw bug(`evaluation ${evaluation} is not outstanding: never asked for, or told before`);
    return slot;
  }

  function grow(): void {
    const [oldKeys, oldItems] = [keys, items];
    keys = new Float64Array(2 * oldKeys.length).fill(FREE);
    items = new Array<Item | undefined>(keys.length).fill(undefined);
    oldKeys.forEach((key, slot) => {
      if (key !== FREE) put(key, oldItems[slot] as Item);
    });
  }

  return {
    add(item) {
      if (2 * ++size > keys.length) grow();
      put(next, item);
      return next++;
    },
    get: (evaluation) => items[slotOf(evaluation)] as Item,
    take(evaluation) {
      const slot = slotOf(evaluation);
      const item = items[slot] as Item;
      items[closeGap(keys, items, slot)] = undefined;
      size--;
      return item;
    },
    isEmpty: () => size === 0,
  };
}

/** No evaluation's number. */
const FREE = -1;

function find(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  for (let slot = key & mask; keys[slot] !== FREE; slot = (slot + 1) & mask) {
    if (keys[slot] === key) return slot;
  }
  return -1;
}

/** Moves what probing pushed past a gap back over it (Knuth, TAOCP 3, algorithm 6.4R); the slot that is free in the end. */
function closeGap(keys: Float64Array, items: unknown[], gap: number): number {
  const mask = keys.length - 1;
  for (let slot = (gap + 1) & mask; keys[slot] !== FREE; slot = (slot + 1) & mask) {
    const home = (keys[slot] as number) & mask;
    if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
    keys[gap] = keys[slot] as number;
    items[gap] = items[slot];
    gap = slot;
  }
  keys[gap] = FREE;
  return gap;
}
