import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userError } from '../core/errors.js';
import type { DataFile } from './data-file.js';

/** A place that has the files of many families under the paths that manifests declare: a folder, or a base address. */
export interface Mirror {
  readonly kind: 'folder' | 'address';
  /** Path or address of a file. */
  place(file: Pick<DataFile, 'mirror'>): string;
}

/** The name of the mirror, `HPORT_DATA_MIRROR`; empty for none. */
export function dataMirror(): string {
  return process.env['HPORT_DATA_MIRROR'] ?? '';
}

/** @throws SuiteError of code 'user' when the name is neither an address nor that of a folder. */
export function openMirror(name: string): Mirror | undefined {
  if (name === '') return undefined;
  if (/^https?:\/\//.test(name)) {
    const base = name.endsWith('/') ? name : `${name}/`;
    const place = ({ mirror }: Pick<DataFile, 'mirror'>): string =>
      `${base}${mirror.split('/').map(encodeURIComponent).join('/')}`;
    return { kind: 'address', place };
  }
  const folder = resolve(name);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw userError(`the mirror "${name}" is no folder`, {
      key: 'HPORT_DATA_MIRROR',
      mend: 'Set it to a folder or to an address that begins with https://, or unset it.',
    });
  }
  return { kind: 'folder', place: ({ mirror }) => join(folder, mirror) };
}
