/** A field of a message: a number of 64 or 32 bits with a point, an integer, or bytes (a text, or a message in the message). */
export interface ProtobufField {
  readonly number: number;
  readonly value: number | bigint | Buffer;
}

/**
 * The fields of a protobuf message, in the order in which they were written. Fixed 64 and 32 bits are read as `double` and
 * `float`, which a message cannot tell from integers.
 * Source: https://protobuf.dev/programming-guides/encoding/
 * @throws RangeError where the bytes are no message
 */
export function readProtobuf(bytes: Buffer): readonly ProtobufField[] {
  const fields: ProtobufField[] = [];
  const cursor: Cursor = { bytes, at: 0 };
  while (cursor.at < bytes.byteLength) {
    const tag = Number(varint(cursor));
    fields.push({ number: tag >>> 3, value: valueOf(tag & 7, cursor) });
  }
  return fields;
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

function valueOf(wireType: number, cursor: Cursor): number | bigint | Buffer {
  switch (wireType) {
    case 0:
      return varint(cursor);
    case 1:
      return take(cursor, 8).readDoubleLE();
    case 2:
      return take(cursor, Number(varint(cursor)));
    case 5:
      return take(cursor, 4).readFloatLE();
    default:
      throw new RangeError(`no protobuf message: wire type ${wireType} at byte ${cursor.at}`);
  }
}

function take(cursor: Cursor, length: number): Buffer {
  const { bytes, at } = cursor;
  if (at + length > bytes.byteLength) throw new RangeError(`a protobuf message ends inside the field at byte ${at}`);
  cursor.at += length;
  return bytes.subarray(at, at + length);
}

/** Seven bits a byte, the least significant first; the first bit of each byte says whether there are more. */
function varint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = take(cursor, 1)[0] as number;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
    if (shift >= 63n)
      throw new RangeError(`no protobuf message: an integer of more than 10 bytes at byte ${cursor.at}`);
  }
}
