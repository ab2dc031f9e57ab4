import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isCheckpointToken } from './token.js';

/** The guest's checkpoints: one folder each, named by its token. */
export interface Checkpoints {
  /** An empty folder of a name never used before: several guests may share the place. */
  fresh(): { readonly token: string; readonly folder: string };
  /** Undefined when there is none, or what was asked for is no token. */
  find(token: string): string | undefined;
  /** Whether an evaluation left something in it; if not, the folder goes. */
  keep(token: string): boolean;
  remove(tokens: readonly string[]): void;
}

export function createCheckpoints(place: string): Checkpoints {
  const remove = (tokens: readonly string[]): void => {
    for (const token of tokens.filter(isCheckpointToken)) rmSync(join(place, token), { recursive: true, force: true });
  };
  return {
    fresh() {
      const token = randomBytes(12).toString('hex');
      const folder = join(place, token);
      mkdirSync(folder, { recursive: true });
      return { token, folder };
    },
    find(token) {
      if (!isCheckpointToken(token)) return undefined;
      const folder = join(place, token);
      return existsSync(folder) ? folder : undefined;
    },
    keep(token) {
      if (readdirSync(join(place, token)).length > 0) return true;
      remove([token]);
      return false;
    },
    remove,
  };
}
