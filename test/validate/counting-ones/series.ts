import type { JsonObject } from '../../../src/core/types.js';

/** How an optimizer at a dimension is called, in our values as in those of the reference. */
export function seriesOf(optimizer: string, d: number): string {
  return `${optimizer} d=${d}`;
}

/** What an optimizer is given: of DEHB's two encodings the one that its reference has. */
export function optionsFor(optimizer: string): JsonObject {
  return optimizer === 'dehb' ? { encoding: 'reference' } : {};
}
