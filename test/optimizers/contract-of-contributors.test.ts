import { describe, expect, it } from 'vitest';
import { describeOptimizerContract } from '../contracts/optimizer.js';
import { create } from './create.js';
import { drive, landscape, suggestionsOf } from './drive.js';
import expectedImprovement from './fixtures/expected-improvement.js';
import mapElites from './fixtures/map-elites.js';
import { PROBLEMS, problemFor } from './problems.js';

// Correct optimizers of two kinds that the suite has none of: with features, and with a model of losses as they are. Neither
// keeps account of what is outstanding.
describeOptimizerContract(mapElites);
describeOptimizerContract(expectedImprovement);

describe('what the contract would find', () => {
  it('an optimizer that claims to look at ranks only, and does not', () => {
    const asks = (transform: (loss: number) => number): unknown => {
      const problem = problemFor(expectedImprovement, PROBLEMS.mixed);
      const optimizer = create(expectedImprovement, problem);
      return suggestionsOf(
        drive(optimizer, { workers: 3, evaluations: 150, evaluate: landscape(problem, { transform }) }),
      );
    };
    expect(asks((loss) => 100 * loss ** 3)).not.toEqual(asks((loss) => loss));
  });
});
