import type { JsonObject } from '../../core/types.js';

/** The origin of a random draw. */
export const BY_CHANCE: JsonObject = Object.freeze({ by: 'random' });

/** The origin of a configuration that was made out of another; a parent that was not this run's has no number. */
export function originFrom(by: string, { trial }: { readonly trial?: number }): JsonObject {
  return trial === undefined ? { by } : { by, parent: trial };
}
