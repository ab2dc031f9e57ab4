import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFamily } from '../../../src/runner/conformance.js';
import { loadFamily } from '../../../src/runner/families.js';
import { engineHere } from '../../images/engine-here.js';
import { loadFrom, measure, provenanceOf, rowsOf } from './table-fixture.js';

describe.skipIf(!engineHere)('a table that is measured in containers', () => {
  it(
    'is of the image in its provenance, costs what its chains took, and keeps the contract',
    { timeout: 600_000 },
    async () => {
      const root = mkdtempSync(join(tmpdir(), 'hport-tables-'));
      const folder = join(root, 'wine-measured');
      const family = await loadFamily('mlp');
      const design = { kind: 'sobol', size: 4 } as const;
      const wish = { family, instances: ['wine'], design, fidelities: { iter: [3, 9] }, seeds: 2, deadline: 120 };
      expect(await measure(wish, folder, { engine: 'docker', count: 2 })).toMatchObject({ cells: 16, failed: 0 });
      expect(provenanceOf(folder)).toMatchObject({
        ...{ family: { name: 'mlp', source: family.source }, deadline: 120 },
        sessions: [
          { engine: 'docker', workers: 2, image: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string } },
        ],
      });
      const rows = rowsOf(folder);
      const [cost, seconds] = [rows.numbers('cost'), rows.numbers('train_seconds')];
      // Of a continued network, train_seconds has all epochs, and so has the cost.
      for (let at = 0; at < rows.rows; at++) expect(cost[at]).toBeGreaterThanOrEqual(seconds[at] ?? NaN);
      const steps = await checkFamily(await loadFrom(root, 'wine-measured'), { engine: 'inline' });
      expect(steps.filter(({ status }) => status === 'failed')).toEqual([]);
    },
  );
});
