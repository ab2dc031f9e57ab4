/**
 * Mean rank of an optimizer over benchmarks and bootstrap draws of one run each; 1 is the best, ties share their mean rank. Where not all
 * optimizers have runs, the ranks of those that have are stretched to 1..k, the number of all.
 */
export interface RankCurve {
  /** `null`: over all benchmarks. */
  readonly family: string | null;
  readonly optimizer: string;
  /** That the optimizer and at least one other have ended runs on. */
  readonly benchmarks: number;
  /** Shares of the budget, 0.001..1, evenly spaced on a log axis. */
  readonly share: readonly number[];
  readonly mean: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** The optimizers at the end of the budget. */
export interface Lead {
  /** By mean rank, ascending. */
  readonly optimizers: readonly {
    readonly optimizer: string;
    readonly benchmarks: number;
    readonly rank: number;
    readonly rankLower: number;
    readonly rankUpper: number;
    /**
     * Against the first: van Elteren's rank test over runs, with benchmarks as strata, two-sided, Holm over these comparisons. `null` for
     * the first, and where the two have no benchmark in common.
     */
    readonly test: Tested;
    /** Shown to be worse than the first: by that test, at 0.05 after Holm. */
    readonly behind: boolean;
  }[];
}

/** Counts of benchmarks on which the median incumbent of the first is better, equal, worse; `missing`: one of the two has no runs. */
export interface WinTieLoss {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  readonly missing: number;
}

/** A p-value and what Holm's step-down makes of it among all pairs at the same share. `null`: too few benchmarks to say anything. */
export interface Tested {
  readonly p: number | null;
  readonly holm: number | null;
}

/** Two optimizers at a share of the budget; each pair once, in the order of the optimizers. */
export interface ComparedPair {
  readonly first: string;
  readonly second: string;
  /** Of the budget, 0..1. */
  readonly share: number;
  readonly benchmarks: WinTieLoss;
  /** Sign test over benchmarks, two-sided, ties left out. */
  readonly sign: Tested;
  /** Wilcoxon's signed ranks over those benchmarks that have normalised regrets, two-sided. */
  readonly wilcoxon: Tested;
  /** How many these are. */
  readonly wilcoxonBenchmarks: number;
}

/** Two optimizers on one benchmark at the end of the budget, by the incumbents of their runs; each pair once, in the order of the optimizers. */
export interface WithinBenchmark {
  readonly benchmark: string;
  readonly first: string;
  readonly second: string;
  /** That are known at the end of the budget. */
  readonly firstRuns: number;
  readonly secondRuns: number;
  /** Cliff's delta, -1..1: share of pairs of runs in which the first is better minus that in which it is worse. */
  readonly delta: number;
  /** Unpaired and two-sided; Holm among the pairs of the benchmark. `null`: with so few runs no p-value could be below 0.05. */
  readonly mannWhitney: Tested;
}

/** A row of the tables of HPOBench's research questions: an `advanced` optimizer against the baseline of its kind, or a multi-fidelity one against its single-fidelity counterpart. */
export interface Question {
  /** 1: do advanced methods beat the baselines? 2: do multi-fidelity methods beat single-fidelity ones? */
  readonly question: 1 | 2;
  /** Label of the one that should win, and of the one it is compared with. */
  readonly optimizer: string;
  readonly against: string;
  readonly share: number;
  readonly benchmarks: WinTieLoss;
  /** One-sided: small where `optimizer` is better. Holm over the rows of one question and share. */
  readonly sign: Tested;
  readonly wilcoxon: Tested;
  readonly wilcoxonBenchmarks: number;
}

export interface FriedmanTest {
  /** Of the budget, 0..1. */
  readonly share: number;
  /** Benchmarks that all the optimizers have runs on: complete blocks. */
  readonly benchmarks: number;
  /** Names of the others. */
  readonly leftOut: readonly string[];
  /** Chi-squared with k - 1 degrees of freedom, corrected for ties; `null` where all are equal everywhere. */
  readonly statistic: number | null;
  readonly p: number | null;
  /** Iman and Davenport's F of the same ranks, less conservative. */
  readonly fStatistic: number | null;
  readonly fP: number | null;
  /** Mean over benchmarks of the ranks of the median incumbents, ascending. No mean rank of a `RankCurve`, which is one of runs. */
  readonly meanRanks: readonly { readonly optimizer: string; readonly rank: number }[];
  /** Nemenyi's critical difference at 0.05: mean ranks further apart than this differ. */
  readonly criticalDifference: number;
  /** Largest sets of neighbours that do not differ, of two or more: the bars of the diagram. */
  readonly groups: readonly (readonly string[])[];
}
