import type { FidelityParameter } from '../../../src/fidelity/space.js';
import type { MetricDefinition } from '../../../src/core/metric.js';
import { soundnessErrata } from './notices.js';
import { V1, V2, type Release } from './official.js';

/** What the official files do not say of a family of ours. */
export interface SurrogateFamily {
  readonly family: string;
  readonly release: Release;
  readonly scenario: string;
  /** What the surrogate stands for, in one line. */
  readonly title: string;
  /** Works to cite beside YAHPO's. */
  readonly cite: readonly string[];
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly fidelities: readonly FidelityParameter[];
  readonly errata: readonly string[];
}

/** Bounds may speak of the largest value that YAHPO reports over all instances. */
export interface Metric extends Omit<MetricDefinition, 'upper'> {
  readonly upper?: number | 'twice the largest reported';
}

/** What single precision may be off by. */
const SLACK = 1e-5;
/** mlr3 and Auto-PyTorch clip probabilities at 1e-15. */
const MOST_LOSS = 34.54;

const share = (direction: Metric['direction'], more: Partial<Metric> = {}): Metric => ({
  ...{ direction, role: 'objective', lower: -SLACK, upper: 1 + SLACK, unit: 'fraction', ...more },
});
const loss = (more: Partial<Metric> = {}): Metric => ({
  ...{ direction: 'minimize', role: 'objective', lower: -SLACK, upper: MOST_LOSS, unit: 'nats', ...more },
});
const amount = (unit: string, more: Partial<Metric> = {}): Metric => ({
  ...{ direction: 'minimize', role: 'objective', lower: -SLACK, upper: 'twice the largest reported', unit, ...more },
});

const RBV2_METRICS: Readonly<Record<string, Metric>> = {
  acc: share('maximize'),
  bac: share('maximize'),
  auc: share('maximize'),
  brier: { direction: 'minimize', role: 'objective', lower: -SLACK, upper: 2 + SLACK },
  logloss: loss(),
  timetrain: amount('seconds'),
  timepredict: amount('seconds'),
  f1: share('maximize', { role: 'info', notice: 'It is 0 on tasks of more than two classes, and predicted near 0.' }),
  memory: amount('MB', {
    role: 'info',
    notice: 'Much of it is predicted near 0 or below, so that fronts over it collapse (yahpo_gym issue 73).',
  }),
};

const IAML_METRICS: Readonly<Record<string, Metric>> = {
  mmce: share('minimize'),
  f1: share('maximize'),
  auc: share('maximize'),
  logloss: loss(),
  nf: amount('features used'),
  ias: amount('interaction strength'),
  mec: amount('main effect complexity'),
  rammodel: amount('MB'),
  ramtrain: amount('MB'),
  rampredict: amount('MB'),
  timetrain: amount('seconds'),
  timepredict: amount('seconds'),
};

const LCBENCH_METRICS: Readonly<Record<string, Metric>> = {
  val_accuracy: { direction: 'maximize', role: 'objective', lower: -100 * SLACK, upper: 100 + 100 * SLACK, unit: '%' },
  val_cross_entropy: loss(),
  val_balanced_accuracy: share('maximize'),
  test_cross_entropy: loss({ role: 'test', of: 'val_cross_entropy' }),
  test_balanced_accuracy: share('maximize', { role: 'test', of: 'val_balanced_accuracy' }),
  time: amount('seconds'),
};

const TRAINSIZE: FidelityParameter = {
  ...{ name: 'trainsize', type: 'float', lower: 0.03, upper: 1, continuation: false },
  unit: 'fraction of the training set',
};
const REPL: FidelityParameter = {
  ...{ name: 'repl', type: 'integer', lower: 1, upper: 10, continuation: false, cost: 'none' },
  unit: 'repetitions of the resampling',
};
const epochs = (upper: number): FidelityParameter => ({
  ...{ name: 'epoch', type: 'integer', lower: 1, upper, continuation: true, unit: 'epochs' },
});

const RBV2 =
  'Binder, Pfisterer, Bischl. Collecting Empirical Data About Hyperparameters for Data Driven AutoML. AutoML workshop at ICML 2020.';
const LCBENCH =
  'Zimmer, Lindauer, Hutter. Auto-PyTorch Tabular: Multi-Fidelity MetaLearning for Efficient and Robust AutoDL. IEEE TPAMI 43 (2021).';
const NB301 =
  'Zela, Siems, Zimmer, Lukasik, Keuper, Hutter. Surrogate NAS Benchmarks: Going Beyond the Limited Search Spaces of Tabular NAS Benchmarks. ICLR 2022 (NAS-Bench-301).';
const DARTS = 'Liu, Simonyan, Yang. DARTS: Differentiable Architecture Search. ICLR 2019 (the space).';

const RBV2_ERRATA = [
  'YAHPO lists `f1` among the metrics to be minimised; it is maximised here. On tasks of more than two classes it is 0 and predicted near 0, so it has the role `info`: no default, and in none of the suites here.',
  'Predicted `memory` is near 0 or below for many configurations (yahpo_gym issue 73). It has the role `info`. The official suite `multi` optimises it together with `acc`; those entries are apart, in `recipes/yahpo-multi-memory.yaml`.',
  'The cost of an evaluation is `timetrain`, which YAHPO names as the runtime. It hardly depends on `repl` (measured over random configurations at full `trainsize`: 0.9 to 1.1 times), so `repl` is declared to cost nothing; and it falls less than in proportion to `trainsize` (0.3 to 0.6 times at 0.03).',
];
/** What the surrogates of families with a model were found to be beside LCDB (`soundness.ts`). */
const SOUNDNESS: Readonly<Record<string, readonly string[]>> = {
  rpart: soundnessErrata('yahpo-rbv2-rpart'),
  xgboost: soundnessErrata('yahpo-rbv2-xgboost'),
};
const UNCOMPARED = [
  'The surrogate was not compared with measurements, as the mirror has no model: those of rpart and XGBoost predict accuracies that nobody reaches on some data sets (`yahpo-rbv2-xgboost`), and this one may, too.',
];
const IAML_ERRATA = ['The cost of an evaluation is `timetrain`, which YAHPO names as the runtime.'];

const rbv2 = (learner: string, title: string): SurrogateFamily => ({
  ...{ family: `yahpo-rbv2-${learner}`, release: V1, scenario: `rbv2_${learner}`, title, cite: [RBV2] },
  ...{ metrics: RBV2_METRICS, fidelities: [TRAINSIZE, REPL] },
  errata: [...(SOUNDNESS[learner] ?? UNCOMPARED), ...RBV2_ERRATA],
});
const iaml = (learner: string, title: string): SurrogateFamily => ({
  ...{ family: `yahpo-iaml-${learner}`, release: V1, scenario: `iaml_${learner}`, title, cite: [] },
  ...{ metrics: IAML_METRICS, fidelities: [TRAINSIZE], errata: IAML_ERRATA },
});

export const FAMILIES: readonly SurrogateFamily[] = [
  {
    ...{ family: 'yahpo-lcbench', release: V1, scenario: 'lcbench', cite: [LCBENCH], metrics: LCBENCH_METRICS },
    title: 'multi-layer perceptrons of Auto-PyTorch on 34 OpenML tasks (LCBench)',
    fidelities: [epochs(52)],
    errata: [
      'The encoding has a code for the task 167083, which neither the space nor the statistics know: it is no instance.',
      "YAHPO's own advice is to use the epochs 2 to 51 only; all of 1 to 52 are admissible, as in its space.",
      'The cost of an evaluation is `time`, cumulative over the epochs, which YAHPO names as the runtime; so an evaluation may be continued and then costs the difference. It is a prediction and not monotone in the epoch: a difference below 0 counts as 0.',
    ],
  },
  rbv2('rpart', 'decision trees (rpart) on 117 OpenML tasks'),
  rbv2('xgboost', 'gradient boosting (XGBoost) on 119 OpenML tasks'),
  rbv2('ranger', 'random forests (ranger) on 119 OpenML tasks'),
  rbv2('svm', 'support vector machines on 106 OpenML tasks'),
  rbv2('aknn', 'approximate nearest neighbours on 118 OpenML tasks'),
  rbv2('glmnet', 'elastic nets (glmnet) on 115 OpenML tasks'),
  rbv2('super', 'the choice between six learners and their hyperparameters on 103 OpenML tasks'),
  iaml('glmnet', 'interpretable elastic nets (glmnet) on 4 OpenML tasks'),
  iaml('rpart', 'interpretable decision trees (rpart) on 4 OpenML tasks'),
  iaml('ranger', 'interpretable random forests (ranger) on 4 OpenML tasks'),
  iaml('xgboost', 'interpretable gradient boosting (XGBoost) on 4 OpenML tasks'),
  iaml('super', 'the choice between four learners, interpretable, on 4 OpenML tasks'),
  {
    ...{ family: 'yahpo-nb301', release: V1, scenario: 'nb301', cite: [NB301, DARTS], fidelities: [epochs(98)] },
    title: 'networks of the DARTS space on CIFAR-10 (NAS-Bench-301), as of YAHPO v1.0.2',
    metrics: {
      val_accuracy: LCBENCH_METRICS['val_accuracy'] as Metric,
      runtime: amount('seconds'),
    },
    errata: ['The family `nb301` is the surrogate of YAHPO v2 for the same networks: its values are others.'],
  },
  {
    ...{ family: 'nb301', release: V2, scenario: 'nb301', cite: [NB301, DARTS], fidelities: [epochs(98)] },
    title: 'networks of the DARTS space on CIFAR-10 (NAS-Bench-301), as of YAHPO v2',
    metrics: {
      val_accuracy: share('maximize', {
        notice:
          'Predicted, and trained by nobody: the best that a search finds over-predicts, as it seeks out the errors of the surrogate.',
      }),
      val_cross_entropy: loss(),
      runtime: amount('seconds', { upper: 20_000 }),
      runtime_increase: amount('seconds', { upper: 200 }),
    },
    errata: [
      'Over-prediction. At 98 epochs the median of 20,000 random networks is predicted at 0.9245, the best of them at 0.9365, and local searches from these end at 0.9408 to 0.9455 (its last layer can reach 0.9593): whatever a study finds beyond the random ones is the prediction of networks that nobody trained, chosen for being predicted well. An older surrogate of the same data, which hport does not use, goes up to 0.968, above what networks of this setting really reach (about 0.95). Compare optimizers by it, and never report its best value as a result for CIFAR-10.',
      'Low epochs are uncertain: DARTS_V2, the golden evaluation of this family, is predicted at 0.614 after 1 epoch and at 0.929 after 98; the older surrogate says 0.451 and 0.941.',
      'The cost of an evaluation is `runtime`, cumulative over the epochs, which YAHPO names as the runtime; `runtime_increase` is that of one more epoch. So an evaluation may be continued and then costs the difference.',
      '`val_accuracy` is a fraction here and was per cent in v1.0.2 (family `yahpo-nb301`).',
    ],
  },
];
