import { infrastructureError } from '../core/errors.js';
import { INSTALL_OPTIONAL, installedVersion } from '../core/optional-packages.js';
import { packagesOf } from '../runtimes/registry.js';
import type { Family } from './families.js';

/**
 * Asks once, before anything is run, for the optional packages that the runtimes of the families need: images are built from them,
 * too.
 * @throws SuiteError of code 'infrastructure' that names every family that cannot run
 */
export async function requirePackages(families: readonly Family[]): Promise<void> {
  const waiting = new Map<string, string[]>();
  for (const { name, runtime } of families) {
    for (const needed of await packagesOf(runtime)) {
      if (installedVersion(needed) === undefined) waiting.set(needed, [...(waiting.get(needed) ?? []), name]);
    }
  }
  if (waiting.size === 0) return;
  const lines = [...waiting].map(
    ([needed, names]) => `the package ${needed} is not installed, and ${names.join(', ')} cannot run without it`,
  );
  throw infrastructureError(lines.join('; '), { mend: INSTALL_OPTIONAL });
}
