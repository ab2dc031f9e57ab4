import { userError } from '../../src/core/errors.js';
import { compileSchema } from '../../src/core/schema.js';
import { readJsonFile } from '../../src/data/json-file.js';
import { declaredLevels } from '../../src/runtimes/table/declared-levels.js';
import type { TableReader, TableSource } from '../../src/runtimes/table/reader.js';

/** Where a metric lies in a file: under which statistic, and under which part of the data. */
const METRICS = {
  val: ['mean', 'val'],
  test: ['mean', 'test'],
  train: ['mean', 'train'],
  val_stderr: ['stderr', 'val'],
  test_stderr: ['stderr', 'test'],
  train_stderr: ['stderr', 'train'],
} as const;

/** LCDB 1.1, a file a data set: numbers by learner, statistic, anchor and part of the data, null where there is none. */
const lcdb: TableReader = {
  read: (source) => {
    const meta = readJsonFile(source.data['meta'] as string, META_SCHEMA) as Meta;
    const curves = readJsonFile(source.data['curves'] as string, CURVES_SCHEMA) as Curves;
    const levels = source.descriptor.fidelities.flatMap(declaredLevels);
    const anchors = levels.map((level) => placeOf(level, meta.anchors, source));
    const rows = learnersOf(source).map((name) => placeOf(name, meta.learners, source));
    const column = ([stat, part]: readonly [string, string]): Float64Array => {
      const at = [placeOf(stat, meta.stat_labels, source), placeOf(part, meta.tvt_labels, source)] as const;
      return Float64Array.from(
        rows.flatMap((row) => anchors.map((anchor) => curves[row]?.[at[0]]?.[anchor]?.[at[1]] ?? NaN)),
      );
    };
    return {
      rows: rows.length,
      levels: [levels],
      replicates: 1,
      columns: Object.fromEntries(Object.entries(METRICS).map(([name, place]) => [name, column(place)])),
      cost: costs(rows.length, levels, source),
    };
  },
};
export default lcdb;

function learnersOf({ descriptor }: TableSource): readonly string[] {
  const [learner] = descriptor.space.parameters;
  return learner?.type === 'categorical' ? learner.choices.map(String) : [];
}

/** What the manifest names has to be among what the source lists. */
function placeOf<T extends string | number>(name: T, listed: readonly T[], { data }: TableSource): number {
  const place = listed.indexOf(name);
  if (place >= 0) return place;
  throw userError(`there is no ${name} among ${listed.join(', ')}`, { file: data['meta'] ?? 'meta.json' });
}

/** The source has no times: a training on all samples takes what the manifest says, and one on fewer its share. */
function costs(rows: number, levels: readonly number[], { descriptor }: TableSource): Float64Array {
  const { fullSeconds } = descriptor.settings as unknown as Settings;
  const highest = levels.at(-1) as number;
  return Float64Array.from(
    { length: rows * levels.length },
    (_, cell) => (fullSeconds * (levels[cell % levels.length] as number)) / highest,
  );
}

/** Of the family, in the manifest. */
interface Settings {
  readonly fullSeconds: number;
}

interface Meta {
  readonly learners: readonly string[];
  readonly anchors: readonly number[];
  readonly stat_labels: readonly string[];
  readonly tvt_labels: readonly string[];
}

const META_SCHEMA = compileSchema({
  type: 'object',
  required: ['learners', 'anchors', 'stat_labels', 'tvt_labels'],
  properties: {
    learners: { type: 'array', items: { type: 'string' } },
    anchors: { type: 'array', items: { type: 'integer' } },
    stat_labels: { type: 'array', items: { type: 'string' } },
    tvt_labels: { type: 'array', items: { type: 'string' } },
  },
});

/** Learner, statistic, anchor, part of the data. */
type Curves = readonly (readonly (readonly (readonly (number | null)[])[])[])[];

const CURVES_SCHEMA = compileSchema({
  type: 'array',
  items: {
    type: 'array',
    items: { type: 'array', items: { type: 'array', items: { type: ['number', 'null'] } } },
  },
});
