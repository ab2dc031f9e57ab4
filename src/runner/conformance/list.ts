import batch from './batch.js';
import callOrder from './call-order.js';
import cancel from './cancel.js';
import type { Check } from './check.js';
import checkpoints from './checkpoints.js';
import continuationCost from './continuation-cost.js';
import continuation from './continuation.js';
import cost from './cost.js';
import enginesAgree from './engines-agree.js';
import fidelity from './fidelity.js';
import golden from './golden.js';
import instancesDiffer from './instances-differ.js';
import manifest from './manifest.js';
import metrics from './metrics.js';
import network from './network.js';
import progress from './progress.js';
import provenance from './provenance.js';
import references from './references.js';
import refusals from './refusals.js';
import sameSeed from './same-seed.js';
import start from './start.js';
import table from './table.js';
import testMetrics from './test-metrics.js';

/** The contract, in the order in which it is checked: causes before what follows from them. `start` is the first. */
export const CHECKS: readonly Check[] = [
  start,
  provenance,
  manifest,
  table,
  metrics,
  cost,
  sameSeed,
  callOrder,
  golden,
  refusals,
  batch,
  progress,
  continuation,
  continuationCost,
  checkpoints,
  testMetrics,
  fidelity,
  instancesDiffer,
  cancel,
  enginesAgree,
  network,
  references,
];
