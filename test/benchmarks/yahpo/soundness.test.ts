import { expect, it, describe } from 'vitest';
import { mirror } from '../../mirror.js';
import { soundnessOf } from './soundness.js';

const data = mirror();

/** `npx vitest run test/benchmarks/yahpo/soundness.test.ts -u` writes the list again; then the manifests have to be. */
describe.skipIf(data === undefined)('surrogates beside what was measured', () => {
  it.each(['yahpo-rbv2-rpart', 'yahpo-rbv2-xgboost'])(
    'what of %s is unsound is listed',
    async (family) => {
      const { unsound, ...counts } = await soundnessOf(family, data ?? '');
      const lines = Object.entries(unsound).map(([name, found]) => `${JSON.stringify(name)}: ${JSON.stringify(found)}`);
      const { compared, instances } = counts;
      const text = `{\n"instances": ${instances},\n"compared": ${compared},\n"unsound": {\n${lines.join(',\n')}\n}\n}\n`;
      await expect(text).toMatchFileSnapshot(`unsound/${family}.json`);
    },
    120_000,
  );
});
