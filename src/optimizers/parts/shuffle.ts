import type { Rng } from '../../core/rng.js';

/** Any order with the same probability, in place (Fisher and Yates; Durstenfeld 1964). */
export function shuffle(items: { [index: number]: unknown; readonly length: number }, rng: Rng): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}
