import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as h5wasm from 'h5wasm/node';
import { describe, expect, it } from 'vitest';
import { openHdf5 } from '../../src/data/hdf5.js';
import { folderOf } from './fixture.js';

async function written(): Promise<string> {
  await h5wasm.ready;
  const path = join(folderOf({}), 'file.hdf5');
  const file = new h5wasm.File(path, 'w');
  const group = file.create_group('{"a": 1}');
  group.create_dataset({ name: 'errors', data: new Float32Array([1, 2, 3, 4, 5, 6.5]), shape: [2, 3] });
  group.create_dataset({ name: 'words', data: ['a', 'b'] });
  file.close();
  return path;
}

describe('a file of HDF5', () => {
  it('has names, and arrays of numbers in C order', async () => {
    const file = await openHdf5(await written());
    expect(file.names).toEqual(['{"a": 1}']);
    expect(Array.from(file.numbers('{"a": 1}/errors', [2, 3]))).toEqual([1, 2, 3, 4, 5, 6.5]);
    file.close();
  });

  it.each([
    ['errors', [3, 2], /expected 3 x 2 numbers, found 2 x 3/],
    ['words', [2], /expected 2 numbers, found 2 of type/],
    ['nothing', [2], /there is no array \{"a": 1\}\/nothing/],
  ])('refuses %s as %j', async (name, shape, message) => {
    const file = await openHdf5(await written());
    expect(() => file.numbers(`{"a": 1}/${name}`, shape)).toThrow(message);
    file.close();
  });

  it('is refused where it is something else, or not there', async () => {
    const path = join(folderOf({}), 'text.hdf5');
    writeFileSync(path, 'not HDF5');
    await expect(openHdf5(path)).rejects.toThrow('not a file of HDF5');
    rmSync(path);
    await expect(openHdf5(path)).rejects.toThrow('not a file of HDF5');
  });
});
