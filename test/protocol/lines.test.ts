import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, excerpt, LineTooLong } from '../../src/protocol/lines.js';

/** Cuts bytes at random places; chunks are overwritten after the splitter has seen them, as a guest's buffer is. */
function pushCut(bytes: Buffer, cuts: readonly number[], limit?: number): { lines: string[]; rest: string } {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line), limit);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...places, bytes.length]) {
    const chunk = Buffer.from(bytes.subarray(start, end));
    splitter.push(chunk);
    chunk.fill(0);
    start = end;
  }
  return { lines, rest: splitter.rest() };
}

const line = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\n', ' '));
const cuts = fc.array(fc.nat(), { maxLength: 20 });

describe('the line splitter', () => {
  it('gives the lines back, whatever chunks they came in', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), line, cuts, (texts, rest, places) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join('') + rest);
        const found = pushCut(bytes, places);
        expect(found.lines).toEqual(texts.map((text) => Buffer.from(text).toString()));
        expect(found.rest).toBe(excerpt(Buffer.from(rest).toString()));
      }),
      { numRuns: 500 },
    );
  });

  it('takes lines up to the limit and none over it, whatever chunks they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 14 }), { minLength: 1 }), cuts, (lengths, places) => {
        const bytes = Buffer.from(lengths.map((length) => `${'x'.repeat(length)}\n`).join(''));
        const push = (): unknown => pushCut(bytes, places, 10).lines.map(({ length }) => length);
        if (lengths.some((length) => length > 10)) expect(push).toThrow(LineTooLong);
        else expect(push()).toEqual(lengths);
      }),
      { numRuns: 500 },
    );
  });

  it('hands on the good lines before one that is too long', () => {
    const lines: string[] = [];
    const splitter = createLineSplitter((text) => lines.push(text), 5);
    expect(() => splitter.push(Buffer.from('one\ntwo\nthree times\nfour\n'))).toThrow('more than 5 bytes: three times');
    expect(lines).toEqual(['one', 'two']);
  });

  it('never holds more than the limit', () => {
    const splitter = createLineSplitter(() => undefined, 1_000_000);
    const chunk = Buffer.alloc(65_536, 'x');
    let pushed = 0;
    expect(() => {
      for (; ; pushed += chunk.length) splitter.push(chunk);
    }).toThrow(LineTooLong);
    expect(pushed).toBeLessThan(1_000_000);
  });

  it('shows the beginning of an unfinished line', () => {
    const splitter = createLineSplitter(() => undefined);
    splitter.push(Buffer.from(`done\n${'y'.repeat(500)}`));
    expect(splitter.rest()).toBe(`${'y'.repeat(80)}...`);
  });
});
