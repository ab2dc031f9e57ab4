import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/core/package.js';
import { parseSample, type Sample } from '../sample.js';

/** Runs of the references' own code, as `reference/trajectories.py` wrote them. */
export function recorded(name: string): Sample {
  const file = join(packageRoot(), `test/validate/reference/${name}.csv`);
  return parseSample(readFileSync(file, 'utf8'));
}
