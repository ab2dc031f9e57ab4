import { canonical } from '../core/json.js';
import { createRng } from '../core/rng.js';
import type { Configuration } from '../core/types.js';
import type { StudyBenchmark } from '../log/study.js';
import type { Parameter } from '../space/parameter.js';
import { createSearchSpace } from '../space/space.js';
import { createCells } from './cells.js';
import type { ConfigurationSample, Importance, ParameterAxis, SampledConfiguration } from './comparison.js';
import type { RunHistory } from './run-history.js';
import type { RunTrace } from './run-trace.js';
import { createReservoir } from './reservoir.js';

/** Evaluations that are kept of a benchmark, and of each optimizer its best: more lines than that cannot be told apart. */
const ROWS = 120;
const BEST = 3;
/** With more parameters the most important ones are shown. */
const MOST_AXES = 10;

interface Row {
  readonly optimizer: string;
  readonly seed: number;
  readonly run: string;
  readonly evaluation: number;
  readonly configuration: Configuration;
  /** Minimised. */
  readonly value: number;
}

/** A fold whose result needs to know which parameters matter. */
export interface ConfigurationFold {
  add(history: RunHistory, trace: RunTrace): void;
  result(importance: readonly Importance[]): readonly ConfigurationSample[];
}

/** Evaluations at full fidelity of each benchmark to look at: a uniform sample of those of all optimizers, and the best of each. */
export function sampledConfigurations(
  seed: number,
  benchmarkOf: (name: string) => StudyBenchmark | undefined,
): ConfigurationFold {
  const cells = createCells((benchmark) => ({
    benchmark: String(benchmark),
    evaluations: 0,
    objective: '',
    sample: createReservoir<Row>(ROWS, createRng('configurations', seed, benchmark)),
    best: createCells(() => [] as Row[]),
  }));
  return {
    add({ header, trial, full, status, objectives, configurations }, { benchmark, optimizer, run, seed: ofRun }) {
      const cell = cells.of(benchmark);
      const best = cell.best.of(optimizer);
      cell.objective = header.objectives[0] ?? '';
      for (let i = 0; i < trial.length; i++) {
        const value = objectives[0]?.[i] as number;
        if (full[i] !== true || status[i] !== 'completed' || Number.isNaN(value)) continue;
        const configuration = configurations[trial[i] as number] as Configuration;
        const row = (): Row => ({ optimizer, seed: ofRun, run, evaluation: i, configuration, value });
        cell.evaluations++;
        cell.sample.offer(row);
        if (!(value >= (best[BEST - 1]?.value ?? Infinity))) keepBest(best, row());
      }
    },
    result: (importance) =>
      cells.all().flatMap(({ benchmark, objective, evaluations, sample, best }) => {
        const definition = benchmarkOf(benchmark);
        if (definition === undefined || evaluations === 0) return [];
        const parameters = createSearchSpace(definition.space).axes;
        const axes = mostImportant(
          parameters,
          importance.filter((each) => each.benchmark === benchmark),
        );
        const sign = definition.metrics[objective]?.direction === 'maximize' ? -1 : 1;
        const shown = withoutCopies(best.all().flat(), sample.items).map(({ row, isBest }) =>
          shownRow(row, axes, { isBest, sign }),
        );
        return [
          { benchmark, evaluations, parameters: parameters.length, axes: axes.map(axisOf), configurations: shown },
        ];
      }),
  };
}

/** Ascending, each configuration once. */
function keepBest(best: Row[], row: Row): void {
  const key = canonical(row.configuration);
  const twin = best.findIndex(({ configuration }) => canonical(configuration) === key);
  if (twin >= 0 && (best[twin] as Row).value <= row.value) return;
  if (twin >= 0) best.splice(twin, 1);
  best.push(row);
  best.sort((a, b) => a.value - b.value);
  best.length = Math.min(best.length, BEST);
}

function withoutCopies(
  best: readonly Row[],
  sample: readonly Row[],
): readonly { readonly row: Row; readonly isBest: boolean }[] {
  const keyOf = ({ optimizer, run, evaluation }: Row): string => JSON.stringify([optimizer, run, evaluation]);
  const keys = new Set(best.map(keyOf));
  return [
    ...best.map((row) => ({ row, isBest: true })),
    ...sample.filter((row) => !keys.has(keyOf(row))).map((row) => ({ row, isBest: false })),
  ];
}

/** In the order of their declaration. */
function mostImportant(parameters: readonly Parameter[], importance: readonly Importance[]): readonly Parameter[] {
  if (parameters.length <= MOST_AXES) return parameters;
  const shares = new Map(importance.map(({ parameter, share }) => [parameter, share]));
  const shareOf = ({ name }: Parameter): number => shares.get(name) ?? 0;
  const chosen = new Set([...parameters].sort((a, b) => shareOf(b) - shareOf(a)).slice(0, MOST_AXES));
  return parameters.filter((parameter) => chosen.has(parameter));
}

function axisOf(parameter: Parameter): ParameterAxis {
  const { name, type } = parameter;
  if (type === 'float' || type === 'integer') {
    const { lower, upper, log = false } = parameter;
    return { name, lower, upper, log, values: [] };
  }
  const values = type === 'categorical' ? parameter.choices : type === 'ordinal' ? parameter.sequence : [];
  return { name, lower: null, upper: null, log: false, values };
}

function shownRow(
  { optimizer, seed, configuration, value }: Row,
  axes: readonly Parameter[],
  { isBest, sign }: { readonly isBest: boolean; readonly sign: 1 | -1 },
): SampledConfiguration {
  return {
    optimizer,
    seed,
    best: isBest,
    // Zero has no sign here.
    value: sign === 1 ? value : 0 - value,
    configuration: axes.map(({ name }) => configuration[name] ?? null),
  };
}
