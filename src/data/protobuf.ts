/** Takes a field: an integer or a number with a point, or bytes (a text, or a message in the message). */
export type TakeField = (field: number, value: number | Buffer) => void;

/**
 * Hands over the fields of a protobuf message in the order in which they were written. Fixed 64 and 32 bits are read as `double` and
 * `float`, which a message cannot tell from integers; integers are exact up to 2^53.
 * Source: https://protobuf.dev/programming-guides/encoding/
 * @throws RangeError where the bytes are no message
 */
export function readProtobuf(bytes: Buffer, take: TakeField): void {
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.byteLength) {
    const tag = varint(cursor);
    take(Math.floor(tag / 8), valueOf(tag % 8, cursor));
  }
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function valueOf(wireType: number, cursor: Cursor): number | Buffer {
  switch (wireType) {
    case 0:
      return varint(cursor);
    case 1:
      return cursor.bytes.readDoubleLE(advance(cursor, 8));
    case 2: {
      const length = varint(cursor);
      const start = advance(cursor, length);
      return cursor.bytes.subarray(start, start + length);
    }
    case 5:
      return cursor.bytes.readFloatLE(advance(cursor, 4));
    default:
      throw new RangeError(`no protobuf message: wire type ${wireType} at byte ${cursor.at}`);
  }
}

/** Where the bytes that are passed begin. */
function advance(cursor: Cursor, length: number): number {
  const start = cursor.at;
  if (start + length > cursor.bytes.byteLength) {
    throw new RangeError(`a protobuf message ends inside the field at byte ${start}`);
  }
  cursor.at += length;
  return start;
}

/** Seven bits a byte, the least significant first; the first bit of each byte says whether there are more. */
function varint(cursor: Cursor): number {
  let value = 0;
  for (let place = 1, length = 1; ; place *= 128, length++) {
    const byte = cursor.bytes[advance(cursor, 1)] as number;
    value += (byte & 0x7f) * place;
    if (byte < 0x80) return value;
    if (length === 10)
      throw new RangeError(`no protobuf message: an integer of more than 10 bytes at byte ${cursor.at}`);
  }
}
