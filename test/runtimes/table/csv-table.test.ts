import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../../../src/protocol/descriptor.js';
import { tablesOf } from '../../../src/runtimes/table/load.js';
import type { Table } from '../../../src/runtimes/table/reader.js';
import { csvText, toyDescriptor, toyFamily, toyLines, type ToyLine } from './toy.js';

const FILE = { file: 'rows.csv', replicates: 'seed' } as const;

async function reading(text: string, changes: Partial<Descriptor> = {}): Promise<Table> {
  const family = toyFamily({ 'rows.csv': text }, toyDescriptor({ table: FILE, ...changes }));
  return await (
    await tablesOf(family)
  )('only');
}

/** One line changed. */
function withLine(at: number, change: Readonly<Record<string, unknown>>): string {
  return csvText(toyLines(1).map((line, index) => (index === at ? { ...line, ...change } : line)));
}

const rename = (names: Readonly<Record<string, string>>, lines: readonly ToyLine[]): object[] =>
  lines.map((line) => Object.fromEntries(Object.entries(line).map(([key, value]) => [names[key] ?? key, value])));

describe('rows in a CSV', () => {
  it('have the columns that the manifest says, where they are not named as it names them', async () => {
    const columns = { loss: 'val_loss', op: 'operation', cost: 'seconds', replicate: 'seed' };
    const text = csvText(rename(columns, toyLines(2)));
    const renamed = await reading(text, { table: { ...FILE, columns } });
    expect(renamed).toEqual(await reading(csvText(toyLines(2))));
    await expect(reading(text)).rejects.toThrow(/there is no column "op" \(/);
  });

  it('number replicates in the order of their names, whatever these are', async () => {
    const lines = toyLines(3).map((line) => ({ ...line, replicate: [888, 777, 999][line.replicate] }));
    const { columns, replicates } = await reading(csvText(lines));
    const plain = await reading(csvText(toyLines(3)));
    expect(replicates).toBe(3);
    const first = [...(columns['loss'] ?? [])].slice(0, 3);
    const expected = [...(plain.columns['loss'] ?? [])].slice(0, 3);
    expect(first).toEqual([expected[1], expected[0], expected[2]]);
  });

  it('may be those of several instances, told apart by a column', async () => {
    const shifted = toyLines(1).map((line) => ({ ...line, loss: 100 }));
    const text = csvText([
      ...toyLines(1).map((line) => ({ ...line, dataset: 'only' })),
      ...shifted.map((line) => ({ ...line, dataset: 'other' })),
    ]);
    const table = { ...FILE, columns: { instance: 'dataset' } };
    expect(await reading(text, { table })).toEqual(await reading(csvText(toyLines(1))));
    const other = toyFamily({ 'rows.csv': text }, toyDescriptor({ instance: 'third', table }));
    await expect((await tablesOf(other))('third')).rejects.toThrow(/no line has the dataset third/);
  });

  it('leave out what is inactive, and need not name constants', async () => {
    const space: Descriptor['space'] = {
      parameters: [
        { name: 'op', type: 'categorical', choices: ['a', 'b'] },
        { name: 'width', type: 'integer', lower: 1, upper: 9 },
        { name: 'flag', type: 'categorical', choices: [true, false] },
        { name: 'fixed', type: 'constant', value: 'x' },
      ],
      conditions: [{ child: 'width', when: { parameter: 'op', equals: 'a' } }],
    };
    const text = 'op,width,flag,loss,params,cost\na,3,True,1,2,3\nb,,false,4,5,6\n';
    const { rows, codes } = await reading(text, { space, fidelities: [] });
    expect([rows, [...(codes ?? [])]]).toEqual([2, [0.25, 2.5 / 9, 0.25, 0.75, NaN, 0.75]]);
  });

  it.each([
    ['a value that a parameter does not have', { op: 'd' }, /op has no value "d"/],
    ['no level of the manifest', { epoch: 2 }, /2 is no level of epoch/],
    ['no number', { loss: 'low' }, /expected a number, found "low"/],
  ])('are refused with %s', async (_, change, message) => {
    const error: unknown = await reading(withLine(4, change)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(message) as string, details: { line: 6 } });
  });

  it('are refused where a configuration is none, and where `failed` says something else', async () => {
    const space: Descriptor['space'] = { parameters: [{ name: 'x', type: 'float', lower: 0, upper: 1 }] };
    const text = 'x,loss,params,cost,failed\n0.5,1,1,1,no\n1.5,1,1,1,no\n';
    await expect(reading(text, { space, fidelities: [] })).rejects.toThrow(
      /no configuration of the space: 1.5 is above/,
    );
    const perhaps = text.replace('1.5', '1').replace(/no\n$/, 'perhaps\n');
    await expect(reading(perhaps, { space, fidelities: [] })).rejects.toThrow(/"perhaps" is neither true nor false/);
  });

  it('say a cell once, unless the manifest knows how often they say it again: then the first line counts', async () => {
    const text = csvText([...toyLines(1), { ...toyLines(1)[0], loss: 99 }]);
    await expect(reading(text)).rejects.toThrow(/1 lines are of a cell that an earlier line is of/);
    const table = { ...FILE, audit: { duplicates: 1 } };
    const { columns, duplicates } = await reading(text, { table });
    expect([duplicates, columns]).toEqual([1, (await reading(csvText(toyLines(1)))).columns]);
  });
});
