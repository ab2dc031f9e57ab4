/** Of n observations, how many are good: of Optuna for one objective and for several, and of Hyperopt. */
export const GAMMAS: Readonly<Record<'optuna' | 'several' | 'hyperopt', (n: number) => number>> = {
  optuna: (n) => Math.min(Math.ceil(0.1 * n), 25),
  several: (n) => Math.ceil(0.1 * n),
  hyperopt: (n) => Math.min(Math.ceil(0.25 * Math.sqrt(n)), 25),
};
