import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userError } from '../core/errors.js';
import type { DataFile } from './data-file.js';

/** A place that has the files of many families under the paths that manifests declare: a folder, or a base address. */
export interface Mirror {
  readonly kind: 'folder' | 'address';
  /** Path or address of a file. */
  place(file: Pick<DataFile, 'mirror'>): string;
  /** As it was given. */
  readonly name: string;
}

/**
 * The mirror that `HPORT_DATA_MIRROR` names, or none.
 * @throws SuiteError of code 'user' when that is neither an address nor a folder.
 */
export function dataMirror(): Mirror | undefined {
  const name = process.env['HPORT_DATA_MIRROR'] ?? '';
  return name === '' ? undefined : openMirror(name);
}

/** @throws SuiteError of code 'user' as above. */
export function openMirror(name: string): Mirror {
  if (/^https?:\/\//.test(name)) {
    const base = name.endsWith('/') ? name : `${name}/`;
    const place = ({ mirror }: Pick<DataFile, 'mirror'>): string =>
      `${base}${mirror.split('/').map(encodeURIComponent).join('/')}`;
    return { kind: 'address', name, place };
  }
  const folder = resolve(name);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw userError(`the mirror "${name}" is no folder`, {
      key: 'HPORT_DATA_MIRROR',
      mend: 'Set it to a folder or to an address that begins with https://, or unset it.',
    });
  }
  return { kind: 'folder', name, place: ({ mirror }) => join(folder, mirror) };
}
