import { crc32c } from '../../src/data/crc32c.js';

/** A record of a TFRecord file, as TensorFlow writes it. */
export function framedRecord(record: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(record.byteLength));
  return Buffer.concat([length, masked(length), record, masked(record)]);
}

function masked(bytes: Uint8Array): Buffer {
  const crc = BigInt(crc32c(bytes));
  const turned = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(Number((turned + 0xa282ead8n) & 0xffffffffn));
  return sum;
}
