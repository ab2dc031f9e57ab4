import { infrastructureError, messageOf } from '../../../core/errors.js';

/** Runs statements of SQL, one after the other. */
export interface Duckdb extends Disposable {
  run(sql: string): Promise<void>;
}

/**
 * A database in memory that puts what does not fit into `temporary`. An optional package: nothing else of the suite needs it.
 * @throws SuiteError of code 'infrastructure' when it is not installed.
 */
export async function openDuckdb(temporary: string): Promise<Duckdb> {
  const { DuckDBInstance } = await loadDuckdb();
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    temp_directory: temporary,
    // Everything that is read here is JSON, and what is written is CSV or Parquet: all of it is built in.
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    [Symbol.dispose]: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function loadDuckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw infrastructureError(`DuckDB cannot be loaded: ${messageOf(error).split('\n')[0] ?? ''}`, {
      mend: 'Install the suite with its optional packages: `npm install --include=optional`.',
      cause: error,
    });
  }
}

/** A text in SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name in SQL. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Rows in SQL, the types of their columns given; a value that is left out is NULL. */
export function sqlRows(columns: Readonly<Record<string, string>>, rows: readonly object[]): string {
  return `SELECT unnest(from_json(${sqlText(JSON.stringify(rows))}, ${sqlText(JSON.stringify([columns]))}), recursive := true)`;
}
