import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { crc32c } from '../../src/data/crc32c.js';
import { readTfRecords } from '../../src/data/tfrecord.js';
import { mirror } from '../mirror.js';
import { failureOf, folderOf, noise } from './fixture.js';
import { framedRecord } from './framed-record.js';

test.each([
  ['nothing', Buffer.alloc(0), 0],
  ['"123456789"', Buffer.from('123456789'), 0xe3069283],
  ['32 bytes of 0', Buffer.alloc(32), 0x8a9136aa],
  ['32 bytes of 255', Buffer.alloc(32, 255), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ['31 to 0', Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
])('the CRC-32C of %s is that of RFC 3720, appendix B.4', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

function fileOf(bytes: Uint8Array): string {
  return join(folderOf({ 'some.tfrecord': bytes }), 'some.tfrecord');
}

async function recordsOf(file: string): Promise<readonly Buffer[]> {
  const records: Buffer[] = [];
  for await (const record of readTfRecords(file)) records.push(Buffer.from(record));
  return records;
}

describe('a TFRecord file', () => {
  it('is read record by record', async () => {
    const records = [Buffer.from('abc'), Buffer.alloc(0), noise(1000)];
    expect(await recordsOf(fileOf(Buffer.concat(records.map(framedRecord))))).toEqual(records);
  });

  it('may have no records', async () => {
    expect(await recordsOf(fileOf(Buffer.alloc(0)))).toEqual([]);
  });

  it('may have records that are longer than what is read at a time', async () => {
    const records = [noise(3_000_000), noise(7), noise(1_048_560), noise(100)];
    const read = await recordsOf(fileOf(Buffer.concat(records.map(framedRecord))));
    expect(read.map((record, index) => record.equals(records[index] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('of any records is read as it was written, and refused when it is cut off anywhere else than between them', async () => {
    const records = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), async (written, cut) => {
        const frames = written.map(framedRecord);
        const whole = Buffer.concat(frames);
        expect(await recordsOf(fileOf(whole))).toEqual(written.map((record) => Buffer.from(record)));
        const length = cut % whole.byteLength;
        const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index)).byteLength);
        const failure = await failureOf(recordsOf(fileOf(whole.subarray(0, length))));
        expect(failure).toMatch(
          ends.includes(length) ? /^nothing thrown$/ : /ends inside the record that begins at byte \d+$/,
        );
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('in which any bit has tipped over is refused, with the place', async () => {
    const bytes = Buffer.concat([noise(20), noise(30)].map(framedRecord));
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * bytes.byteLength - 1), async (bit) => {
        const tipped = Buffer.from(bytes);
        tipped[bit >> 3] = (tipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const start = bit >> 3 < 36 ? 0 : 36;
        expect(await failureOf(recordsOf(fileOf(tipped)))).toMatch(
          new RegExp(`^infrastructure: .*some.tfrecord: .* is damaged: .* \\(the record begins at byte ${start}\\)$`),
        );
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

const data = mirror();

describe.skipIf(data === undefined)('the real records of EC-NAS-Bench', () => {
  test.each([
    ['energy_4V9E', 1092],
    ['energy_5V9E', 2532],
    ['hardware/energy_4V9E_rtx3090', 364],
  ])('%s are %i, each JSON of a module hash, epochs, matrix, operations and metrics', async (name, count) => {
    const records = await recordsOf(join(data ?? '', 'ec-nas-bench/raw', `${name}.tfrecord`));
    expect(records).toHaveLength(count);
    const fields = JSON.parse((records[0] ?? Buffer.alloc(0)).toString()) as readonly unknown[];
    expect(fields).toHaveLength(5);
    expect(fields[0]).toMatch(/^[0-9a-f]{32}$/);
  });
});
