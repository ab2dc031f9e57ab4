import type { Rng } from '../core/rng.js';

/** A uniform sample of a stream of any length. */
export interface Reservoir<Item> {
  readonly items: readonly Item[];
  /** `make` is called only if the item is kept. */
  offer(make: () => Item): void;
}

/** Vitter. Random sampling with a reservoir. ACM TOMS 11 (1985), algorithm R. */
export function createReservoir<Item>(size: number, rng: Rng): Reservoir<Item> {
  const items: Item[] = [];
  let seen = 0;
  return {
    items,
    offer(make) {
      seen++;
      if (items.length < size) {
        items.push(make());
        return;
      }
      const place = rng.integer(seen);
      if (place < size) items[place] = make();
    },
  };
}
