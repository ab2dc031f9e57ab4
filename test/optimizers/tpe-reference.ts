import type { BLACK_BOXES } from './black-box.js';

/** The numbers of evaluations after which TPE is compared. */
export const EVALUATIONS = [50, 100] as const;

/**
 * Mean and standard error of log10 of the simple regret after 50 and after 100 evaluations: 200 seeds of TPESampler in Optuna
 * 5.0.0 with its defaults, but its model stream seeded apart from its random stream, which otherwise begin alike.
 */
export const REFERENCE: readonly Row[] = [
  ['multivariate', 'branin', [-0.868, 0.0442], [-1.7702, 0.0453]],
  ['multivariate', 'hartmann6', [-0.3886, 0.0208], [-0.8549, 0.0278]],
  ['multivariate', 'sphere10', [1.1077, 0.0147], [0.7126, 0.0162]],
  ['univariate', 'branin', [-0.7439, 0.0393], [-1.409, 0.0425]],
  ['univariate', 'hartmann6', [-0.1045, 0.0162], [-0.4788, 0.0185]],
  ['univariate', 'sphere10', [1.266, 0.0115], [1.0464, 0.0124]],
];
export type Row = readonly [structure: string, name: keyof typeof BLACK_BOXES, at50: Band, at100: Band];
type Band = readonly [mean: number, error: number];
