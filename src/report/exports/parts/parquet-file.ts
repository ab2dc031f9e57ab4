import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { gzipSync } from 'node:zlib';
import { suiteVersion } from '../../../core/package.js';
import type { ColumnType, Field, TypedColumn, TypedTable } from './typed-table.js';

/** Rows of a row group: what is in memory at once. */
const GROUP = 50_000;

type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const TYPES: Readonly<Record<ColumnType, Omit<Element, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
};

/** Writes a table as Parquet, its columns typed and compressed with gzip, which every reader knows. */
export async function writeParquet({ columns, rows }: TypedTable, file: string): Promise<void> {
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: [
      { name: 'table', num_children: columns.length },
      ...columns.map(({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...TYPES[type] })),
    ],
    codec: 'GZIP',
    compressors: { GZIP: (bytes: Uint8Array) => gzipSync(bytes) },
    createdBy: `hport ${suiteVersion()}`,
  });
  let group: (readonly Field[])[] = [];
  const write = async (): Promise<void> => {
    await writer.write({ columnData: columnsOf(group, columns), rowGroupSize: GROUP });
    group = [];
  };
  for await (const row of rows) if (group.push(row) === GROUP) await write();
  if (group.length > 0) await write();
  await writer.finish();
}

function columnsOf(
  rows: readonly (readonly Field[])[],
  columns: readonly TypedColumn[],
): { readonly name: string; readonly data: unknown[] }[] {
  return columns.map(({ name, type }, place) => {
    const fields = rows.map((row) => row[place] ?? null);
    return { name, data: type === 'integer' ? fields.map((field) => (field === null ? null : BigInt(field))) : fields };
  });
}
