import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';
import { fromBounds, intoBounds } from './bound-transform.js';
import { cmaConstants } from './cma-constants.js';
import { createCmaMargin, type CmaMargin } from './cma-margin.js';
import { createCmaStop, type CmaTolerances } from './cma-stop.js';
import { createCma, type Cma } from './cma.js';
import { legalDecoder } from './legal-decoder.js';

/** A point in evaluation. */
export interface Individual {
  readonly point: Float64Array;
  readonly configuration: Configuration;
  readonly origin: JsonObject;
  /** Infinity for a failure, which is ranked last. */
  value: number;
}

/**
 * What becomes of a point outside of the unit cube:
 * - `resampled`: it is drawn again, up to 100 times, then clipped (as the library cmaes 0.13.1).
 * - `transformed`: it stands for one inside (as pycma 4.5.0, see `intoBounds`).
 */
export type CmaBoundary = 'resampled' | 'transformed';

/** One run of CMA-ES from its first mean until it has converged. */
export interface CmaRun {
  /** The next of the generation; undefined once all of it are under way. */
  next(): Individual | undefined;
  /** Takes the value of one, in any order; the last one of a generation moves the distribution. */
  settle(individual: Individual, value: number): void;
  hasConverged(): boolean;
}

export interface CmaRunOptions {
  /** Codes of the first mean, n in [0, 1]. */
  readonly mean: Float64Array;
  readonly sigma: number;
  readonly lambda: number;
  readonly tolerances: CmaTolerances;
  /** How integers and ordinals are taken. */
  readonly integers: 'rounded' | 'margin';
  readonly boundary: CmaBoundary;
  /** Goes into the origin of each. */
  readonly origin: JsonObject;
}

export function createCmaRun(space: SearchSpace, options: CmaRunOptions, rng: Rng): CmaRun {
  const { mean, sigma, lambda, tolerances, integers, boundary, origin } = options;
  const constants = cmaConstants(space.dimensions, lambda);
  const margin = integers === 'margin' ? createCmaMargin(space.axes, 1 / (space.dimensions * lambda)) : undefined;
  const bounds = createBounds(boundary, margin);
  const cma = createCma(constants, bounds.fromCodes(mean), sigma);
  const isOver = createCmaStop(constants, sigma, tolerances);
  const draw = pointSource(space, cma, { margin, bounds }, rng);
  let generation: Individual[] = [];
  let ended = 0;
  let converged = false;

  function advance(): void {
    // The sort is stable: ties stay in the order in which they were asked.
    const ranked = [...generation].sort((a, b) => (a.value === b.value ? 0 : a.value - b.value));
    cma.update(ranked.map(({ point }) => point));
    margin?.correct(cma.state);
    converged = isOver(
      cma.state,
      ranked.map(({ value }) => value),
    );
    generation = [];
    ended = 0;
  }

  return {
    next() {
      if (generation.length === lambda) return undefined;
      const { repair, ...drawn } = draw();
      const from = { ...origin, generation: cma.state.generation, ...(repair !== undefined && { repair }) };
      const individual: Individual = { ...drawn, origin: from, value: Infinity };
      generation.push(individual);
      return individual;
    },
    settle(individual, value) {
      individual.value = value;
      if (++ended === lambda) advance();
    },
    hasConverged: () => converged,
  };
}

interface Drawn {
  readonly point: Float64Array;
  readonly configuration: Configuration;
  readonly repair?: 'clipped' | 'random';
}

/** Draws of a point that is allowed. */
const TRIES = 100;

interface Treatment {
  readonly margin: CmaMargin | undefined;
  readonly bounds: Bounds;
}

/**
 * Points of the distribution: drawn again where they are not admitted or forbidden, up to 100 times, then clipped. Where even that
 * is forbidden, a configuration is drawn from the space.
 */
function pointSource(space: SearchSpace, cma: Cma, { margin, bounds }: Treatment, rng: Rng): () => Drawn {
  const decodeCodes = legalDecoder(space);
  const decode = (point: Float64Array): Configuration | undefined => {
    const codes = bounds.toCodes(point);
    return decodeCodes(margin === undefined ? codes : margin.spread(codes, cma.state.mean));
  };
  const z = new Float64Array(space.dimensions);
  const draw = (): Float64Array => {
    for (let i = 0; i < z.length; i++) z[i] = rng.normal();
    return cma.point(z);
  };
  return () => {
    let point = draw();
    for (let i = 0; i < TRIES; i++, point = draw()) {
      const configuration = bounds.admits(point) ? decode(point) : undefined;
      if (configuration !== undefined) return { point, configuration };
    }
    const clipped = bounds.clip(point);
    const configuration = decode(clipped);
    if (configuration !== undefined) return { point: clipped, configuration, repair: 'clipped' };
    const random = space.sample(rng);
    const placed = bounds.fromCodes(space.encode(random));
    // What is inactive stays where it was drawn.
    const drawn = placed.map((x, i) => (Number.isNaN(x) ? (clipped[i] as number) : x));
    return { point: drawn, configuration: random, repair: 'random' };
  };
}

/** How points of the distribution and codes in the unit cube stand for each other. */
interface Bounds {
  toCodes(point: Float64Array): Float64Array;
  fromCodes(codes: Float64Array): Float64Array;
  admits(point: Float64Array): boolean;
  clip(point: Float64Array): Float64Array;
}

/** A discrete coordinate with a margin is free: its code is clipped where it is decoded. */
function createBounds(boundary: CmaBoundary, margin: CmaMargin | undefined): Bounds {
  const isFree = (i: number): boolean => margin?.isDiscrete[i] === true;
  const clip = (point: Float64Array): Float64Array =>
    point.map((x, i) => (isFree(i) ? x : Math.min(Math.max(x, 0), 1)));
  if (boundary === 'resampled') {
    const admits = (point: Float64Array): boolean => point.every((x, i) => isFree(i) || (x >= 0 && x <= 1));
    return { toCodes: (point) => point, fromCodes: (codes) => codes, admits, clip };
  }
  return {
    toCodes: (point) => point.map((x, i) => (isFree(i) ? x : intoBounds(x))),
    fromCodes: (codes) => codes.map((code, i) => (isFree(i) ? code : fromBounds(code))),
    admits: () => true,
    clip,
  };
}
