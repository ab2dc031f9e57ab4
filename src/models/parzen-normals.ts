import { logNormalMass } from './normal.js';
import type { Cells } from './parzen-axis.js';
import { parzenDeviations, type ParzenRule } from './parzen-deviations.js';
import type { ParzenKernels } from './parzen-kernels.js';
import { truncatedNormal } from './truncated-normal.js';

/** Kernels of a real number: normals truncated to [0, 1]. */
export function realKernels(rule: ParzenRule): ParzenKernels {
  const normals = createNormals(rule);
  return {
    fit: normals.fit,
    logMasses: normals.logMasses,
    draw: normals.draw,
    addLogDensity(points, into) {
      const { size, means, deviations } = normals.fitted();
      const logMasses = normals.logMasses();
      for (let i = 0; i < size; i++) {
        const mean = means[i] as number;
        const scale = 1 / (deviations[i] as number);
        const constant = Math.log(scale) - (logMasses[i] as number) - LOG_SQRT_2PI;
        for (let point = 0; point < points.length; point++) {
          const z = ((points[point] as number) - mean) * scale;
          into[point * size + i] = (into[point * size + i] as number) + constant - 0.5 * z * z;
        }
      }
    },
  };
}

/** Kernels of an integer or an ordinal: the mass that a normal, truncated to [0, 1], has in the cell of a value. */
export function cellKernels(cells: Cells, rule: ParzenRule): ParzenKernels {
  const normals = createNormals(rule);

  function cellMasses(cell: number): Float64Array {
    const { size, means, deviations, twins } = normals.fitted();
    const logMasses = normals.logMasses();
    const left = cells.edge(cell);
    const right = cells.edge(cell + 1);
    const masses = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const mean = means[i] as number;
      const scale = 1 / (deviations[i] as number);
      const twin = twins[i] as number;
      masses[i] =
        twin >= 0
          ? (masses[twin] as number)
          : logNormalMass((left - mean) * scale, (right - mean) * scale) - (logMasses[i] as number);
    }
    return masses;
  }

  return {
    fit: normals.fit,
    logMasses: normals.logMasses,
    draw: (component, u) => cells.code(cells.at(normals.draw(component, u))),
    addLogDensity(points, into) {
      // Good values repeat themselves, and masses are dear.
      const known = new Map<number, Float64Array>();
      for (let point = 0; point < points.length; point++) {
        const cell = cells.at(points[point] as number);
        const masses = known.get(cell) ?? cellMasses(cell);
        known.set(cell, masses);
        const base = point * masses.length;
        for (let i = 0; i < masses.length; i++) into[base + i] = (into[base + i] as number) + (masses[i] as number);
      }
    },
  };
}

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
const PRIOR_MEAN = 0.5;
const PRIOR_DEVIATION = 1;

/** The components as they are now: observations and the prior. */
interface Fitted {
  readonly size: number;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Of each component, an earlier one with the same mean and deviation, or -1. */
  readonly twins: Int32Array;
}

interface Normals {
  readonly fit: (values: Float64Array, n: number) => void;
  readonly fitted: () => Fitted;
  readonly logMasses: () => Float64Array;
  readonly draw: (component: number, u: number) => number;
}

/** A normal at each observation and the wide one of the prior. Buffers are kept between fits. */
function createNormals(rule: ParzenRule): Normals {
  const setDeviations = parzenDeviations(rule);
  let [means, deviations, logMasses] = [new Float64Array(16), new Float64Array(16), new Float64Array(16)];
  let twins = new Int32Array(16);
  let size = 0;
  return {
    fit(values, n) {
      size = n + 1;
      if (size > means.length) {
        [means, deviations, logMasses] = [
          new Float64Array(2 * size),
          new Float64Array(2 * size),
          new Float64Array(2 * size),
        ];
        twins = new Int32Array(2 * size);
      }
      means.set(values.subarray(0, n));
      setDeviations(values, n, deviations, twins);
      means[n] = PRIOR_MEAN;
      deviations[n] = PRIOR_DEVIATION;
      twins[n] = -1;
      for (let i = 0; i < size; i++) {
        const mean = means[i] as number;
        const deviation = deviations[i] as number;
        const twin = twins[i] as number;
        logMasses[i] =
          twin >= 0 ? (logMasses[twin] as number) : logNormalMass(-mean / deviation, (1 - mean) / deviation);
      }
    },
    fitted: () => ({ size, means, deviations, twins }),
    logMasses: () => logMasses,
    draw: (component, u) => truncatedNormal(u, means[component] as number, deviations[component] as number),
  };
}
