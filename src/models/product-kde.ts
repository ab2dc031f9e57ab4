import { power } from '../core/power.js';
import { createProductKernels } from './product-kernels.js';

/** How a density chooses its bandwidths, and what it takes for the levels of a categorical. */
export interface KdeRule {
  readonly minBandwidth: number;
  /**
   * `observed`: as many as differ in the data, and bandwidths as they come, as statsmodels has it. Bandwidths above 1 then give
   * negative weights, and a value beside a column of equal ones an infinite density. `declared`: those of the parameter, and
   * bandwidths of at most (L - 1) / L, where the kernel is uniform.
   */
  readonly levels: 'observed' | 'declared';
}

/** A product kernel density over mixed data (`KernelCodes`, complete). */
export interface ProductKde {
  /** One an axis, of the last fit. */
  readonly bandwidths: Float64Array;
  /** @param rows - size x d, row-major, size >= 1 */
  fit(rows: Float64Array, size: number): void;
  density(codes: Float64Array): number;
}

/**
 * Bandwidths by the normal reference rule h = 1.06 deviation n^(-1/(4 + d)), on level indexes too (`KDEMultivariate` of
 * statsmodels, as HpBandSter uses it).
 *
 * @param levels - choices of each categorical axis, 0 for a number
 */
export function createProductKde(levels: Int32Array, rule: KdeRule): ProductKde {
  const dimensions = levels.length;
  const axes = [...levels.keys()];
  const bandwidths = new Float64Array(dimensions);
  const kernels = createProductKernels(levels);
  return {
    bandwidths,
    fit(rows, size) {
      const shapes = axes.map((axis) => {
        const column = { rows, size, dimensions, axis };
        const declared = levels[axis] as number;
        const bandwidth = bandwidthOf(column, declared, rule);
        bandwidths[axis] = bandwidth;
        return { bandwidth, count: rule.levels === 'declared' || declared === 0 ? declared : distinct(column) };
      });
      kernels.fit(rows, size, shapes);
    },
    density: kernels.density,
  };
}

interface Column {
  readonly rows: Float64Array;
  readonly size: number;
  readonly dimensions: number;
  readonly axis: number;
}

function bandwidthOf(column: Column, levels: number, { minBandwidth, levels: counted }: KdeRule): number {
  const reference = 1.06 * deviation(column) * power(column.size, -1 / (4 + column.dimensions));
  const bandwidth = Math.max(reference, minBandwidth);
  return levels > 0 && counted === 'declared' ? Math.min(bandwidth, (levels - 1) / levels) : bandwidth;
}

/** With divisor n. */
function deviation({ rows, size, dimensions, axis }: Column): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += rows[row * dimensions + axis] as number;
  const mean = sum / size;
  let squares = 0;
  for (let row = 0; row < size; row++) squares += ((rows[row * dimensions + axis] as number) - mean) ** 2;
  return Math.sqrt(squares / size);
}

/** How many different levels the column has. */
function distinct({ rows, size, dimensions, axis }: Column): number {
  const seen = new Set<number>();
  for (let row = 0; row < size; row++) seen.add(rows[row * dimensions + axis] as number);
  return seen.size;
}
