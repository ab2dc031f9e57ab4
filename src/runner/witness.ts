import { infrastructureError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { Task } from './evaluator.js';

/**
 * Tells a benchmark that crashes on some configurations from an infrastructure that lets no guest work. The former is data; the
 * latter must never become data, and stops the run.
 */
export interface Witness {
  /** A guest has completed this evaluation, at a cost in seconds. */
  completed(task: Task, cost: number): void;
  /**
   * Returns when an evaluation that lost all of its guests is to be blamed for it.
   * @param answers whether a fresh guest answers an evaluation
   * @throws SuiteError infrastructure when it is not
   */
  blame(task: Task, why: string, answers: (task: Task) => Promise<boolean>): Promise<void>;
}

/** So many different evaluations in a row may lose their guests where there is none that is known to work. */
const LOST_IN_A_ROW = 3;

/** @param known an evaluation whose answer the family declares, if it does */
export function createWitness(known?: Task): Witness {
  let cheapest = Infinity;
  let proof = known;
  const lost = new Set<string>();
  return {
    completed: (task, cost) => {
      if (cost >= cheapest) return;
      cheapest = cost;
      proof = asProof(task);
    },
    blame: async (task, why, answers) => {
      if (proof !== undefined) {
        if (await answers(proof)) return;
        throw stopped('a guest is lost even with an evaluation that was answered before', why);
      }
      lost.add(canonical(task));
      if (lost.size >= LOST_IN_A_ROW) {
        throw stopped(`${lost.size} evaluations in a row lost all of their guests, and none was ever answered`, why);
      }
    },
  };
}

/** From scratch, since checkpoints come and go; but one is to be left where one was left, so that their place is tried, too. */
function asProof({ instance, configuration, fidelity, seed, keep }: Task): Task {
  return { instance, configuration, fidelity, seed, ...(keep !== undefined && { keep }) };
}

function stopped(what: string, why: string): Error {
  return infrastructureError(`${what}: ${why}`, {
    mend: 'Look at the engine (`hport doctor`), its disks and volumes, and at logs/ of the study.',
  });
}
