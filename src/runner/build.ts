import type { ImageIdentity } from './engines/engine.js';
import { loadEngine } from './engines/registry.js';
import type { Family } from './families.js';

/** Builds (or finds) the container image of a family. @throws SuiteError infrastructure with what failed. */
export async function buildFamily(
  family: Family,
  options: { readonly onNotice?: (line: string) => void } = {},
): Promise<ImageIdentity> {
  const engine = await loadEngine('docker');
  await using session = await engine.open({ study: 'build', ...options });
  return await session.prepare(family);
}
