import { infrastructureError, messageOf, SuiteError, userError } from '../core/errors.js';
import type { DataFile } from './data-file.js';
import type { Fault } from './install.js';
import type { Source } from './sources.js';

/** What is somewhere is not what the manifest declares: names the place, both sums and the mend. */
export function faultError(file: DataFile, source: Source, fault: Fault): SuiteError {
  return infrastructureError(`${inWords(file)} ${faultText(file, fault)}`, {
    file: source.place,
    mend:
      source.name === 'mirror'
        ? 'Mend the mirror, or unset HPORT_DATA_MIRROR to fetch the file from upstream.'
        : 'Do not use it: somebody changed it since the manifest was written. Set HPORT_DATA_MIRROR to a place that has the declared file.',
  });
}

/** What there is, and what was declared. */
export function faultText({ size, sha256 }: DataFile, { message }: Fault): string {
  return `${message}; declared are ${size} bytes of sha256 ${sha256}`;
}

/** No source has the file. `tried` are the places with what they said. */
export function unavailableError(file: DataFile, tried: readonly string[]): SuiteError {
  const lines = tried.map((line) => `\n  ${line}`).join('');
  const mend = `Set HPORT_DATA_MIRROR to a folder or an address that has ${file.mirror}`;
  if (file.conversion === undefined) {
    return infrastructureError(`${inWords(file)} is not to be had:${lines}`, { mend: `${mend}, or try again online.` });
  }
  const message = `${inWords(file)} is in no cache and no mirror, and upstream has it in another format only${lines}`;
  const rule = `\n  upstream: ${file.url}\n  conversion: ${file.conversion}`;
  return userError(`${message}${rule}`, { mend: `${mend}.` });
}

/** What the file system says is about the cache, or a mirror. @throws what is nobody's but our own mistake */
export function asSuiteError(error: unknown, cache: string): SuiteError {
  if (error instanceof SuiteError) return error;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return infrastructureError(`data cannot be read or written: ${messageOf(error)}`, {
    file: path ?? cache,
    mend: 'Make room, or give leave to read and write there; HPORT_CACHE names another folder for the cache.',
    cause: error,
  });
}

/** All of several errors as one. */
export function joinErrors(errors: readonly SuiteError[]): SuiteError {
  const [first] = errors;
  if (first !== undefined && errors.length === 1) return first;
  const lines = errors.map(({ message, details }) => {
    const place = details.file === undefined ? '' : `${details.file}: `;
    return `\n${place}${message}`;
  });
  const mends = [...new Set(errors.flatMap(({ details }) => details.mend ?? []))];
  const code = errors.every((error) => error.code === 'user') ? 'user' : 'infrastructure';
  const message = `${errors.length} files of data are not to be had:${lines.join('')}`;
  return new SuiteError(code, message, { mend: mends.join('\n  ') });
}

/** `the file table of nasbench201` */
export function inWords({ name, family }: DataFile): string {
  return `the file ${name} of ${family}`;
}
