import { describe, expect, it } from 'vitest';
import { readProtobuf } from '../../src/data/protobuf.js';

function fieldsOf(hex: string): readonly unknown[] {
  const fields: unknown[] = [];
  readProtobuf(Buffer.from(hex.replaceAll(' ', ''), 'hex'), (number, value) => fields.push({ number, value }));
  return fields;
}

describe('a protobuf message', () => {
  it('is read as the guide to the encoding has it', () => {
    expect(fieldsOf('08 96 01')).toEqual([{ number: 1, value: 150 }]);
    expect(fieldsOf('12 07 74657374696e67')).toEqual([{ number: 2, value: Buffer.from('testing') }]);
    expect(fieldsOf('')).toEqual([]);
  });

  it('may have numbers of 64 and 32 bits, fields again, and numbers of fields over 15', () => {
    expect(fieldsOf('09 000000000000f83f 0d 0000c03f 09 0000000000000040')).toEqual([
      { number: 1, value: 1.5 },
      { number: 1, value: 1.5 },
      { number: 1, value: 2 },
    ]);
    expect(fieldsOf('80 01 ffffffffffffff0f')).toEqual([{ number: 16, value: Number.MAX_SAFE_INTEGER }]);
  });

  it.each([
    ['08 96', /ends inside the field/],
    ['12 07 7465', /ends inside the field/],
    ['0b', /wire type 3/],
    ['08 ffffffffffffffffffff01', /more than 10 bytes/],
  ])('is refused where it is none: %s', (hex, message) => {
    expect(() => fieldsOf(hex)).toThrow(message);
  });
});
