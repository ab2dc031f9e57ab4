import { execa } from 'execa';
import type { HostPython } from './host-python.js';

/** What the user of the machine has said about where packages come from, and pip's option for it. */
const SETTINGS: Readonly<Record<string, string>> = {
  PIP_INDEX_URL: '--index-url',
  PIP_EXTRA_INDEX_URL: '--extra-index-url',
  PIP_FIND_LINKS: '--find-links',
  PIP_TRUSTED_HOST: '--trusted-host',
  PIP_PROXY: '--proxy',
  PIP_CERT: '--cert',
  PIP_CLIENT_CERT: '--client-cert',
  PIP_DEFAULT_TIMEOUT: '--timeout',
};
/** Settings that are lists, divided by spaces. */
const LISTS = ['PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_TRUSTED_HOST'];

const SAFE = ['--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes'];

/**
 * Runs pip so that nothing but the lock says what is installed, and that nothing is built: a build runs code of a package on
 * this machine. `-I` keeps the working folder and the user's own packages out of Python's path, so that a file `pip.py` beside
 * a family is never taken for pip. `--isolated` leaves out the user's pip.conf and all of PIP_*, in which building could
 * be allowed; of these, what names an index is given on.
 */
export async function runPip(
  python: HostPython,
  command: 'download' | 'install',
  options: readonly string[],
): Promise<{ readonly failed: boolean; readonly output: string }> {
  const where = options.includes('--no-index') ? [] : indexSettings();
  const words = ['-I', '-m', 'pip', '--isolated', command, '--quiet', ...SAFE, ...where, ...options];
  const result = await execa(python.executable, words, { reject: false, all: true });
  return { failed: result.failed, output: result.all };
}

function indexSettings(): readonly string[] {
  const offline = /^(?:1|true|yes|on)$/i.test(process.env['PIP_NO_INDEX'] ?? '') ? ['--no-index'] : [];
  const named = Object.entries(SETTINGS).flatMap(([variable, option]) => {
    const value = process.env[variable]?.trim() ?? '';
    const values = LISTS.includes(variable) ? value.split(/\s+/) : [value];
    return values.filter((each) => each !== '').flatMap((each) => [option, each]);
  });
  return [...offline, ...named];
}
