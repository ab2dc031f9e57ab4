import { existsSync } from 'node:fs';
import { familyCache } from '../data/cache.js';
import { ensureData } from '../data/ensure.js';
import { progressNotices } from '../data/progress-notices.js';
import type { GuestSpec } from './engines/engine.js';
import type { Family } from './families.js';
import { refuseUnpinned } from './unpinned.js';

export interface ProvideDataOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** Instances of a family that will be evaluated. */
export interface Use {
  readonly family: Family;
  readonly instances: readonly string[];
}

/**
 * Makes sure of the data of exactly these instances, before anything starts.
 * @throws SuiteError that names what is not to be had; the signal's reason
 */
export async function provideData(uses: readonly Use[], { signal, onNotice }: ProvideDataOptions = {}): Promise<void> {
  for (const { family } of uses) await refuseUnpinned(family);
  const files = uses.flatMap(({ family, instances }) => instances.flatMap((instance) => family.data[instance] ?? []));
  await ensureData(files, {
    ...(signal !== undefined && { signal }),
    ...(onNotice !== undefined && { onNotice, onProgress: progressNotices(onNotice) }),
  });
}

/** What the guests of a family are told of its data: nothing where it has none, or none of it is here. */
export function guestData({ name, data }: Family): Pick<GuestSpec, 'data'> {
  const folder = familyCache(name);
  const has = Object.values(data).some((files) => files.length > 0);
  return has && existsSync(folder) ? { data: folder } : {};
}
