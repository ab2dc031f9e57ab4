import type { Area, Curve, RegretCurve, Score, SpeedUp } from './comparison-curves.js';
import type { ComparedPair, FriedmanTest, Lead, Question, RankCurve, WithinBenchmark } from './comparison-verdicts.js';
import type {
  AttainmentCurve,
  ClockUse,
  ConfigurationSample,
  FailureCount,
  Front,
  HypervolumeCurve,
  Importance,
  LevelCorrelation,
  LevelUse,
  ProfileCurve,
  RunLength,
  Timeline,
  WorkerUse,
} from './comparison-insights.js';

export type * from './comparison-curves.js';
export type * from './comparison-insights.js';
export type * from './comparison-verdicts.js';

/**
 * All that is known of one or more studies once their logs are read: the one value that the terminal, the tables, the figures, the
 * page and `summary.json` show. Plain JSON: what is not known is `null`, never NaN or infinite.
 *
 * Optimizers are named by their label, benchmarks by `<family>.<instance>`, both in the order of the studies. A number that belongs to
 * one optimizer depends on no other one, but for what compares by its nature: ranks, pairs, tests, profiles.
 */
export interface Comparison {
  readonly format: 2;
  /** Version of the suite that analysed. */
  readonly suite: string;
  readonly settings: ComparisonSettings;
  readonly studies: readonly ComparedStudy[];
  readonly optimizers: readonly ComparedOptimizer[];
  readonly benchmarks: readonly ComparedBenchmark[];
  /** One a run whose log has begun. */
  readonly runs: readonly ComparedRun[];
  /** Incumbents over time: one a benchmark, optimizer, view and clock. */
  readonly curves: readonly Curve[];
  /** One a benchmark, objective, optimizer and share of the budget. */
  readonly scores: readonly Score[];
  /** One a benchmark and optimizer. */
  readonly areas: readonly Area[];
  /** One an optimizer, overall and per family; empty where no benchmark has a normaliser. */
  readonly regrets: readonly RegretCurve[];
  /** One a benchmark and optimizer; empty where no random search is among the optimizers. */
  readonly speedUps: readonly SpeedUp[];
  /** Mean ranks over the budget, overall and per family; empty for one optimizer. */
  readonly ranks: readonly RankCurve[];
  /** Who is first at the end of the budget, and whether that is more than noise; `null` for one optimizer. */
  readonly lead: Lead | null;
  /** Every two optimizers at each share of the budget. */
  readonly pairs: readonly ComparedPair[];
  /** Every two optimizers on each benchmark that both have runs on, at the end of the budget. */
  readonly withinBenchmarks: readonly WithinBenchmark[];
  /** HPOBench's research questions 1 and 2, as far as the study has the optimizers that they ask for. */
  readonly questions: readonly Question[];
  /** Overall at each share of the budget; empty where there are fewer than two benchmarks or optimizers. */
  readonly friedman: readonly FriedmanTest[];
  /** Share of (run, target) pairs that were reached, over the budget. */
  readonly attainment: readonly AttainmentCurve[];
  readonly runLengths: readonly RunLength[];
  readonly profiles: readonly ProfileCurve[];
  readonly levels: readonly LevelUse[];
  readonly correlations: readonly LevelCorrelation[];
  readonly workers: readonly WorkerUse[];
  readonly clocks: readonly ClockUse[];
  /** Which worker did what when, of one run an optimizer and family. */
  readonly timelines: readonly Timeline[];
  readonly failures: readonly FailureCount[];
  readonly importance: readonly Importance[];
  /** One a benchmark that was evaluated at full fidelity. */
  readonly configurations: readonly ConfigurationSample[];
  /** Only of benchmarks with several objectives. */
  readonly fronts: readonly Front[];
  /** Only of those whose objectives all have a reference. */
  readonly hypervolumes: readonly HypervolumeCurve[];
  /** What a reader must know before believing a number: sentences. */
  readonly notes: readonly Note[];
}

export interface ComparisonSettings {
  /** Of all bootstrap draws. */
  readonly seed: number;
  /** Bootstrap draws for bands over seeds. */
  readonly draws: number;
  /** Bootstrap draws of one run an optimizer and benchmark, for ranks. */
  readonly rankDraws: number;
  /** Of every band, such as 0.95. */
  readonly confidence: number;
  /** Shares of the budget of the tables, 0..1, ascending. */
  readonly shares: readonly number[];
}

export interface ComparedStudy {
  readonly folder: string;
  readonly study: string;
  /** Version of the suite that ran it. */
  readonly suite: string;
  /** Runs of the plan; those whose log has begun; those whose log has its end. */
  readonly planned: number;
  readonly begun: number;
  readonly ended: number;
}

export interface ComparedOptimizer {
  readonly label: string;
  /** Of its definition, such as `hyperband`. */
  readonly name: string;
  /** Citation. */
  readonly source: string;
  /** How many fidelity parameters it makes use of: `none` for a single-fidelity method. */
  readonly fidelities: 'none' | 'one' | 'many';
}

/** `seconds`: of the run's clock, simulated or real. `evaluations`: that have ended. `fullEvaluations`: their cost relative to one at full fidelity. */
export type ComparedClock = 'seconds' | 'evaluations' | 'fullEvaluations';

/**
 * Which evaluations an incumbent is sought among, always by what the optimizer saw, and which of its values is shown. `full`: at full
 * fidelity, the value that it is judged by. `observed`: the same incumbent as the optimizer saw it, where it is judged by an
 * exact metric. `any`: at any fidelity, as seen. `test`: at full fidelity, a second measurement such as an error on held-out data.
 */
export type View = 'full' | 'observed' | 'any' | 'test';

export interface ComparedBenchmark {
  /** `<family>.<instance>` */
  readonly name: string;
  readonly family: string;
  readonly instance: string;
  /** `official`, `extract`, `surrogate`, `self-measured` or `synthetic`. */
  readonly level: string;
  /** Whether seconds are recorded (simulated) or measured on the machine that ran the study. */
  readonly clock: 'recorded' | 'measured';
  /** Whether no fidelity has more than one level: what is a multi-fidelity method elsewhere is none here. */
  readonly oneLevel: boolean;
  /** With several, optimizers are compared by the hypervolume of their fronts. */
  readonly objectives: readonly ComparedObjective[];
  /** The clock of the budget: `seconds`, else `fullEvaluations`, else `evaluations`, whichever the recipe limits. */
  readonly budgetClock: ComparedClock;
  /** In units of that clock; the smallest of the studies. Shares of the budget are shares of this. */
  readonly budget: number;
}

/** A metric, in the benchmark's own sign. */
export interface ComparedObjective {
  readonly name: string;
  readonly direction: 'minimize' | 'maximize';
  readonly unit: string | null;
  /**
   * Name of the metric that is its value without noise, such as the mean over replicates: optimizers do not see it, and incumbents
   * are judged by it. `null` where there is none: then they are judged by what was observed.
   */
  readonly exact: string | null;
  /** A second measurement, such as the error on held-out data. */
  readonly test: { readonly name: string; readonly direction: 'minimize' | 'maximize' } | null;
  /** Of the metric that incumbents are judged by. */
  readonly normaliser: Normaliser | null;
}

/**
 * Two fixed values of an objective that no optimizer of the study has a part in, in the benchmark's own sign: regret is the distance
 * to `best`, and normalised regret is 0 there and 1 at `reference`.
 */
export interface Normaliser {
  readonly best: number;
  /** The optimum; or the best value known, which a run may surpass. */
  readonly bestFrom: 'optimum' | 'known';
  /** The median of uniformly drawn configurations; `null` where none is declared: then there is regret, and no normalised one. */
  readonly reference: number | null;
  /** How both were found, in words; `null` where no reference is declared. */
  readonly how: string | null;
}

export interface ComparedRun {
  /** Folder of its study. */
  readonly folder: string;
  readonly run: string;
  readonly benchmark: string;
  readonly optimizer: string;
  readonly seed: number;
  /** `unfinished`: its log has no end. `failed`: no evaluation completed. */
  readonly state: 'completed' | 'unfinished' | 'failed';
  readonly reason: 'evaluations' | 'fullEvaluations' | 'seconds' | 'done' | null;
  readonly evaluations: number;
  /** Those that the end of the budget cut off are none. */
  readonly failures: number;
  /** Clocks are apart and never added up. Spent on each clock at the last observation. */
  readonly spent: Readonly<Record<ComparedClock, number>>;
  /** Seconds that the optimizer took to suggest, where the study counts them; else 0. */
  readonly overhead: number;
  /** Seconds that evaluations took, summed over workers. */
  readonly busy: number;
  /**
   * Last incumbent at full fidelity, first objective, in the benchmark's own sign: the value that it is judged by, that which the
   * optimizer saw, and a second measurement; `null` where there is none.
   */
  readonly incumbent: number | null;
  readonly observed: number | null;
  readonly test: number | null;
  /** Normalised, at its end; `null` for one objective, and where one of several has no reference. */
  readonly hypervolume: number | null;
}

export interface Note {
  /** `null` where it concerns the whole. */
  readonly benchmark: string | null;
  readonly optimizer: string | null;
  readonly message: string;
}
