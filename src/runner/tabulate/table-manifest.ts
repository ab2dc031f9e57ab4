import { canonical } from '../../core/json.js';
import type { JsonObject } from '../../core/types.js';
import type { MetricDefinition } from '../../core/metric.js';
import type { FidelityParameter } from '../../fidelity/space.js';
import type { Descriptor, Level } from '../../protocol/descriptor.js';
import type { TableAudit } from '../../protocol/table.js';
import type { Row } from './rows.js';
import { knownAnswers } from './known-answers.js';
import { metricRanges } from './metric-ranges.js';
import type { PlannedTable, TablePlan } from './table-plan.js';
import { tableSpace, type TableSpace } from './table-space.js';

export interface ManifestParts {
  readonly plan: TablePlan;
  /** The name of the table's folder. */
  readonly name: string;
  /** All rows, in the order of the cells. */
  readonly rows: readonly Row[];
  /** What is known of the rows once they are read as a table, by instance. */
  readonly facts?: Readonly<Record<string, TableFacts>>;
}

/** What only the table as a whole says. */
export interface TableFacts {
  /** What is odd in the rows. */
  readonly audit: TableAudit;
  /** The best means over the replicates, by the name of the metric. */
  readonly optima: Readonly<Record<string, number>>;
}

/** The file with the rows, in the table's folder. */
export const ROWS_FILE = 'rows.csv';

/** `benchmark.yaml` of a table that was measured. What all instances share stands at the top. */
export function tableManifest({ plan, name, rows, facts = {} }: ManifestParts): JsonObject {
  const { family, tables, seeds } = plan;
  const first = tables[0]?.descriptor as Descriptor;
  const parts = tables.map((table) => partsOf(table, plan));
  const shared = Object.keys(parts[0] ?? {}).filter((key) =>
    parts.every((part) => canonical(part[key]) === canonical(parts[0]?.[key])),
  );
  const pick = (part: JsonObject | undefined, isShared: boolean): JsonObject =>
    Object.fromEntries(Object.entries(part ?? {}).filter(([key]) => shared.includes(key) === isShared));
  const instances = tables.map(({ instance, descriptor }, at) => {
    const own = rows.filter(({ cell }) => cell.instance === instance);
    const { metrics: definitions = {}, table = {}, ...others } = pick(parts[at], false);
    const ranges = metricRanges(descriptor, own);
    const { audit = {}, optima = {} } = facts[instance] ?? {};
    const means = Object.fromEntries(Object.entries(optima).map(([key, optimum]) => [key, { optimum }]));
    const known = {
      ...others,
      metrics: { ...merged(definitions as JsonObject, ranges), ...means },
      ...(Object.keys({ ...(table as JsonObject), ...audit }).length > 0 && {
        table: { ...(table as JsonObject), ...(Object.keys(audit).length > 0 && { audit: { ...audit } }) },
      }),
      golden: knownAnswers(own, seeds),
    };
    return [instance, known] as const;
  });
  return {
    family: name,
    version: '1.0.0',
    runtime: 'table',
    clock: 'recorded',
    level: levelOf(first),
    source: `Measured with hport tabulate from the family ${family.name} ${family.version} (provenance.json). ${first.source}`,
    licence: first.licence,
    ...(family.citation !== undefined && { citation: family.citation }),
    ...pick(parts[0], true),
    instances: Object.fromEntries(instances),
  };
}

/** A table of a test function or of a surrogate is no measurement of anything else. */
function levelOf({ clock, level }: Descriptor): Level {
  return clock === 'measured' ? 'self-measured' : level;
}

/** What may be the same for all instances. */
function partsOf({ descriptor, levels, configurations }: PlannedTable, { design, seeds }: TablePlan): JsonObject {
  const { space, find }: TableSpace = tableSpace(descriptor.space, design, configurations);
  const { settings } = descriptor;
  const parts = {
    ...(settings !== undefined && { settings }),
    space,
    fidelities: drivableFirst(descriptor.fidelities.map((fidelity, axis) => withLevels(fidelity, levels[axis] ?? []))),
    metrics: Object.fromEntries(Object.entries(descriptor.metrics).map(([key, metric]) => [key, recorded(metric)])),
    table: { file: ROWS_FILE, find, ...(seeds.length > 1 && { replicates: 'seed' }) },
  };
  return parts as unknown as JsonObject;
}

function withLevels(fidelity: FidelityParameter, levels: readonly number[]): FidelityParameter {
  return { ...fidelity, lower: levels[0] as number, upper: levels.at(-1) as number, levels };
}

/** Optimizers drive the first, unless they are told otherwise, and there is nothing to drive in one level. */
function drivableFirst(fidelities: readonly FidelityParameter[]): readonly FidelityParameter[] {
  const isDrivable = ({ lower, upper }: FidelityParameter): boolean => lower < upper;
  return [...fidelities.filter(isDrivable), ...fidelities.filter((fidelity) => !isDrivable(fidelity))];
}

/** What was measured once is the same ever after; what is known of the range is of the rows, and an instance's own. */
function recorded(metric: MetricDefinition): MetricDefinition {
  const kept = Object.entries(metric).filter(([key]) => !['measured', 'optimum', 'observed'].includes(key));
  return Object.fromEntries(kept) as unknown as MetricDefinition;
}

function merged(definitions: JsonObject, ranges: JsonObject): JsonObject {
  const names = [...new Set([...Object.keys(definitions), ...Object.keys(ranges)])];
  const of = (entries: JsonObject, name: string): JsonObject => (entries[name] ?? {}) as JsonObject;
  return Object.fromEntries(names.map((name) => [name, { ...of(definitions, name), ...of(ranges, name) }]));
}
