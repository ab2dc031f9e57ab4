import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { familyCache } from '../../src/data/cache.js';
import { ensureData } from '../../src/data/ensure.js';
import type { Benchmark } from '../../src/protocol/benchmark.js';
import { objectiveBenchmark } from '../../src/protocol/objective.js';
import { loadFamily, type Family } from '../../src/runner/families.js';
import onnx from '../../src/runtimes/onnx.js';
import type { LoadedFamily } from '../../src/runtimes/runtime.js';

/** A family of the suite with its models from the mirror, asked without an engine. */
export interface OpenFamily {
  readonly family: Family;
  /** What the runtime was given. */
  readonly loaded: LoadedFamily;
  /** Checks what it is asked and judges what it answers, as a guest does. */
  readonly benchmark: Required<Pick<Benchmark, 'evaluate' | 'evaluateBatch'>>;
}

export async function openFamily(mirror: string, name: string): Promise<OpenFamily> {
  const family = await loadFamily(name);
  const cache = await mkdtemp(join(tmpdir(), 'hport-models-'));
  await ensureData(Object.values(family.data).flat(), { cache, mirror });
  const { folder, descriptors } = family;
  const loaded = { folder, code: folder, descriptors, data: familyCache(name, cache) };
  const benchmark = objectiveBenchmark(await onnx.load(loaded), descriptors, { data: loaded.data });
  return { family, loaded, benchmark: benchmark as OpenFamily['benchmark'] };
}
