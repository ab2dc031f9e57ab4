import { expect, test } from 'vitest';
import type { DataProgress } from '../../src/data/ensure.js';
import { mebibytes } from '../../src/data/mebibytes.js';
import { progressNotices } from '../../src/data/progress-notices.js';
import { declare } from './fixture.js';

test('progress is a line when a file begins to come, and one every five seconds', () => {
  const lines: string[] = [];
  let now = 0;
  const tell = progressNotices(
    (line) => lines.push(line),
    () => now,
  );
  const [file, other] = [{ ...declare(Buffer.from('a')), size: 2 ** 24 }, declare(Buffer.from('b'))];
  const fetching = (bytes: number, from = 'https://example.org/a', total?: number): DataProgress => ({
    ...{ file, state: 'fetching', from, bytes },
    ...(total !== undefined && { total }),
  });
  tell({ file: other, state: 'there', from: 'cache', bytes: 1 });
  tell(fetching(0));
  now = 4999;
  tell(fetching(2 ** 20));
  now = 5000;
  tell(fetching(2 ** 21));
  now = 9999;
  tell(fetching(2 ** 22));
  now = 10_000;
  tell(fetching(2 ** 23, undefined, 2 ** 24));
  tell(fetching(0, 'https://example.org/b'));
  expect(lines).toEqual([
    'fetching the file table of toy (16.0 MiB) from https://example.org/a',
    'the file table of toy: 2.0 MiB',
    'the file table of toy: 8.0 MiB of 16.0 MiB',
    'fetching the file table of toy (16.0 MiB) from https://example.org/b',
  ]);
});

test('bytes are shown in MiB, and nothing is never shown as something', () => {
  expect([0, 1, 52_000, 52_429, 2 ** 20, 1.95 * 2 ** 30].map(mebibytes)).toEqual([
    ...['0.0 MiB', '< 0.1 MiB', '< 0.1 MiB', '0.1 MiB', '1.0 MiB', '1996.8 MiB'],
  ]);
});
