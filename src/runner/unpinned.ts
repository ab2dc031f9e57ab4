import { infrastructureError } from '../core/errors.js';
import type { Family } from './families.js';

/** A file that a family needs and that whoever wrote its manifest did not have, so that its sum is not known. */
export interface UnpinnedFile {
  /** Where upstream has it. */
  readonly url: string;
  /** Path below a mirror. */
  readonly mirror: string;
  /** Why its sum is not known. */
  readonly reason: string;
}

/**
 * A family can be described and planned without its files, and not run: nobody could say afterwards what was evaluated.
 * @throws SuiteError of code 'infrastructure' that says what to write into the manifest
 */
export function refuseUnpinned({ name, folder, unpinned }: Pick<Family, 'name' | 'folder' | 'unpinned'>): void {
  const [first] = Object.entries(unpinned);
  if (first === undefined) return;
  const [file, { url, reason }] = first;
  throw infrastructureError(`the file "${file}" of ${name} has no known sum: ${reason}`, {
    file: `${folder}/benchmark.yaml`,
    key: `unpinned.${file}`,
    mend: `Get ${url}, and move the entry to data: with the sha256 and the size of what you got.`,
  });
}
