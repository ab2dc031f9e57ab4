import type { RunResult } from '../runner/summary.js';
import { quartiles, type Quartiles } from './quantiles.js';

/** One optimizer on one benchmark: what its runs found, over seeds. */
export interface Comparison {
  readonly benchmark: string;
  readonly optimizer: string;
  readonly runs: number;
  /** Runs that evaluated something at the highest fidelity. */
  readonly withIncumbent: number;
  readonly objectives: readonly ComparedMetric[];
  readonly evaluations: number;
  readonly failures: number;
  /** Median seconds on the run's clock. */
  readonly seconds: number;
  /** Median share of the workers' time without an evaluation, 0..1; absent where no run came to its end. */
  readonly idle?: number;
}

/** A metric of the incumbents, in the benchmark's own sign. */
export interface ComparedMetric {
  readonly name: string;
  readonly value?: Quartiles;
  readonly test?: { readonly name: string; readonly value?: Quartiles };
  readonly optimum?: number;
}

/** The incumbents by benchmark and optimizer, in the order of the study. */
export function compare(results: readonly RunResult[]): readonly Comparison[] {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const { family, instance, label } = result.run;
    const key = JSON.stringify([family, instance, label]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((group) => (group[0] === undefined ? [] : [compareGroup(group[0], group)]));
}

function compareGroup({ run }: RunResult, group: readonly RunResult[]): Comparison {
  const idle = quartiles(group.flatMap((result) => result.idle ?? []))?.median;
  return {
    benchmark: `${run.family}.${run.instance}`,
    optimizer: run.label,
    runs: group.length,
    withIncumbent: group.filter(({ incumbent }) => incumbent !== undefined).length,
    objectives: run.problem.objectives.map(({ name }) => compareMetric(name, group)),
    evaluations: sum(group.map(({ evaluations }) => evaluations)),
    failures: sum(group.map(({ failures }) => failures)),
    seconds: quartiles(group.map(({ clocks }) => clocks.run))?.median ?? 0,
    ...(idle !== undefined && { idle }),
  };
}

function compareMetric(name: string, group: readonly RunResult[]): ComparedMetric {
  const metrics = group[0]?.run.descriptor.metrics ?? {};
  const test = Object.keys(metrics).find((key) => metrics[key]?.role === 'test' && metrics[key].of === name);
  const optimum = metrics[name]?.optimum;
  return {
    name,
    ...valueOf(name, group),
    ...(test !== undefined && { test: { name: test, ...valueOf(test, group) } }),
    ...(optimum !== undefined && { optimum }),
  };
}

function valueOf(name: string, group: readonly RunResult[]): { readonly value?: Quartiles } {
  const value = quartiles(group.flatMap(({ incumbent }) => incumbent?.metrics[name] ?? []));
  return value === undefined ? {} : { value };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
