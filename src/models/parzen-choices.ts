import type { ParzenRule } from './parzen-deviations.js';
import type { ParzenKernels } from './parzen-kernels.js';

/**
 * Kernels of a categorical as Optuna has them: on each of the L choices priorWeight / (n + 1), and 1 more on the one that was
 * observed, normalised; the prior is uniform.
 */
export function choiceKernels(levels: number, { priorWeight }: ParzenRule): ParzenKernels {
  /** Observed choices; NaN for the prior. */
  let observed = new Float64Array(16);
  let size = 0;
  let [same, other] = [0, 0];
  return {
    fit(values, n) {
      size = n + 1;
      if (size > observed.length) observed = new Float64Array(2 * size);
      observed.set(values.subarray(0, n));
      observed[n] = NaN;
      const share = priorWeight / size;
      other = share / (1 + levels * share);
      same = 1 - (levels - 1) * other;
    },
    draw(component, u) {
      const choice = observed[component] as number;
      if (Number.isNaN(choice)) return Math.min(Math.floor(u * levels), levels - 1);
      // All choices evenly with the mass that they share, and the observed one with the rest.
      return u < levels * other ? Math.min(Math.floor(u / other), levels - 1) : choice;
    },
    addLogDensity(points, into) {
      const [logSame, logOther, logPrior] = [Math.log(same), Math.log(other), -Math.log(levels)];
      for (let point = 0; point < points.length; point++) {
        const base = point * size;
        for (let i = 0; i < size - 1; i++) {
          into[base + i] = (into[base + i] as number) + (observed[i] === points[point] ? logSame : logOther);
        }
        into[base + size - 1] = (into[base + size - 1] as number) + logPrior;
      }
    },
  };
}

/**
 * A categorical as Hyperopt has it: one distribution for all components, of the weighted counts and of L priorWeight prior(choice)
 * more.
 */
export function pooledChoices(prior: Float64Array): ParzenKernels {
  const shares = new Float64Array(prior.length);
  let size = 0;
  return {
    fit(values, n, weights) {
      size = n + 1;
      const extra = (n === 0 ? 1 : prior.length) * (weights[n] as number);
      for (let choice = 0; choice < prior.length; choice++) shares[choice] = extra * (prior[choice] as number);
      for (let i = 0; i < n; i++) {
        const choice = values[i] as number;
        shares[choice] = (shares[choice] as number) + (weights[i] as number);
      }
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (let choice = 0; choice < prior.length; choice++) shares[choice] = (shares[choice] as number) / total;
    },
    draw(_component, u) {
      let choice = 0;
      let below = shares[0] as number;
      while (choice < shares.length - 1 && u >= below) below += shares[++choice] as number;
      return choice;
    },
    addLogDensity(points, into) {
      for (let point = 0; point < points.length; point++) {
        const density = Math.log(shares[points[point] as number] as number);
        for (let i = 0; i < size; i++) into[point * size + i] = (into[point * size + i] as number) + density;
      }
    },
  };
}
