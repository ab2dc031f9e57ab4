import { describe, expect, it } from 'vitest';
import { mirror } from '../../mirror.js';
import { DARTS_V2 } from './darts-v2.js';
import { openDirectModel } from './direct-model.js';
import { errataText } from './errata-text.js';
import { FAMILIES } from './families.js';
import { manifestText } from './manifest-text.js';
import { noticesOf } from './notices.js';
import { readOfficial, readStatistics, V1 } from './official.js';

const data = mirror();

/** `npx vitest run test/benchmarks/yahpo/manifests.test.ts -u` writes them again. */
describe.skipIf(data === undefined)('manifests written from the official files', () => {
  it.each(FAMILIES)('benchmarks/$family is what they say', async (family) => {
    const official = readOfficial(data ?? '', family.release, family.scenario);
    const text = await manifestText({
      ...{ family, official },
      statistics: family.release === V1 ? readStatistics(data ?? '', family.scenario) : new Map(),
      model: official.model === undefined ? undefined : await openDirectModel(official),
      ...(family.scenario === 'nb301' && { known: [DARTS_V2] }),
      notices: noticesOf(family.family),
    });
    const folder = `../../../benchmarks/${family.family}`;
    await expect(text).toMatchFileSnapshot(`${folder}/benchmark.yaml`);
    await expect(errataText(family)).toMatchFileSnapshot(`${folder}/errata.md`);
  });
});
