import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { infrastructureError } from '../core/errors.js';
import { dataMirror, openMirror } from '../data/mirror.js';
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
export async function refuseUnpinned(family: Pick<Family, 'name' | 'folder' | 'unpinned'>): Promise<void> {
  const [first] = Object.entries(family.unpinned);
  if (first === undefined) return;
  const [name, { url, mirror, reason }] = first;
  const here = await sumInMirror(mirror);
  throw infrastructureError(`the file "${name}" of ${family.name} has no known sum: ${reason}`, {
    file: `${family.folder}/benchmark.yaml`,
    key: `unpinned.${name}`,
    mend:
      here === undefined
        ? `Put ${url} into the folder that HPORT_DATA_MIRROR names, as ${mirror}, and ask again.`
        : `If you trust the one in your mirror, write: data: { ${name}: { url: ${url}, ${here}, mirror: ${mirror} } }`,
  });
}

/** Of a file that whoever asks has got in the meantime. */
async function sumInMirror(path: string): Promise<string | undefined> {
  const mirror = openMirror(dataMirror());
  if (mirror?.kind !== 'folder') return undefined;
  const file = mirror.place({ mirror: path });
  if (!existsSync(file)) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return `sha256: ${hash.digest('hex')}, size: ${statSync(file).size}`;
}
