import { expect, it } from 'vitest';
import { collectContext } from '../../src/runner/engines/parts/build-context.js';
import { listRuntimes, loadObjective } from '../../src/runtimes/registry.js';
import { familyFixture } from '../images/family-fixture.js';

it('knows every runtime by its file, and offers a near name', async () => {
  expect(listRuntimes()).toEqual(expect.arrayContaining(['node', 'table']));
  const family = { folder: '.', code: '.', descriptors: {} };
  await expect(loadObjective('tabel', family)).rejects.toThrow(
    /there is no runtime "tabel" \(did you mean "table"\?\)/,
  );
});

it('needs a module with an evaluate for code of the family', async () => {
  const { folder, descriptors, write } = familyFixture('node');
  const family = { folder, code: folder, descriptors };
  expect(typeof (await loadObjective('node', family)).evaluate).toBe('function');
  await expect(loadObjective('node', { ...family, code: `${folder}/nowhere` })).rejects.toThrow(/no objective\.js/);
  write('empty/objective.js', 'export default {};');
  await expect(loadObjective('node', { ...family, code: `${folder}/empty` })).rejects.toThrow(/a function evaluate/);
});

it('puts one runtime into an image: that of its family', async () => {
  const fixture = familyFixture('node');
  const runtimesOf = async (runtime: string): Promise<readonly string[]> => {
    const paths = (await collectContext({ ...fixture, runtime })).map(({ path }) => path);
    return paths.filter((path) => listRuntimes().some((name) => path === `hport/dist/src/runtimes/${name}.js`));
  };
  expect(await runtimesOf('node')).toEqual(['hport/dist/src/runtimes/node.js']);
  expect(await runtimesOf('table')).toEqual(['hport/dist/src/runtimes/table.js']);
});
