import type { JsonSchema } from '../core/schema.js';

/** What `benchmark.yaml` says under `table`: how the rows of a table are read, found and answered for. */
export interface TableDefinition {
  /** The CSV with the rows, by its name under `data`; absent where the family's `table.ts` reads them. */
  readonly data?: string;
  /** The same for a CSV in the family's folder, by its path there. */
  readonly file?: string;
  /**
   * Which column is what, where the file names it otherwise: the name of a parameter, fidelity or metric, or `cost`, `replicate`,
   * `failed`, `instance`, and the column's.
   */
  readonly columns?: Readonly<Record<string, string>>;
  /**
   * How a configuration finds its row, default `exact`: it has to be that of a row; or `nearest`, the row at the least Euclidean
   * distance of unit codes, the first among equals; or `grid`, by its place among all configurations of a space of listed values
   * and integers without conditions, the last parameter fastest; or `own`, as the family's `table.ts` finds it: of a space whose
   * configurations stand for something else, of which there is a row.
   */
  readonly find?: 'exact' | 'nearest' | 'grid' | 'own';
  /**
   * What is answered where a row was measured by several runs: the mean of all of them (for the sum of their costs), or one of them,
   * chosen by the evaluation's seed and the same at every level; then each objective has its mean as an exact test metric.
   */
  readonly replicates?: 'mean' | 'seed';
  /** What is odd in the rows and known to be upstream's: how many, or `true` for any number. `hport check` counts them. */
  readonly audit?: TableAudit;
}

/** Oddities of a table. */
export type TableAudit = Readonly<Partial<Record<Oddity, number | true>>>;

export const ODDITIES = [
  'missing',
  'failed',
  'duplicates',
  'partial',
  'gaps',
  'zeroCosts',
  'cheaper',
  'copies',
] as const;
export type Oddity = (typeof ODDITIES)[number];

const NAME: JsonSchema = { type: 'string', minLength: 1 };

export const TABLE_SCHEMA: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    data: NAME,
    file: NAME,
    columns: { type: 'object', additionalProperties: NAME },
    find: { enum: ['exact', 'nearest', 'grid', 'own'] },
    replicates: { enum: ['mean', 'seed'] },
    audit: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        ODDITIES.map((name) => [name, { oneOf: [{ const: true }, { type: 'integer', minimum: 1 }] }]),
      ),
    },
  },
};
