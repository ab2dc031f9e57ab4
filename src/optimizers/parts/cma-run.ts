import type { Rng } from '../../core/rng.js';
import type { Configuration, JsonObject } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';
import { cmaConstants } from './cma-constants.js';
import { createCmaMargin, type CmaMargin } from './cma-margin.js';
import { createCmaStop, type CmaTolerances } from './cma-stop.js';
import { createCma, type Cma } from './cma.js';
import { legalDecoder } from './legal-decoder.js';

/** A point of the unit cube in evaluation. */
export interface Individual {
  readonly point: Float64Array;
  readonly configuration: Configuration;
  readonly origin: JsonObject;
  /** Infinity for a failure, which is ranked last. */
  value: number;
}

/** One run of CMA-ES from its first mean until it has converged. */
export interface CmaRun {
  /** The next of the generation; undefined once all of it are under way. */
  next(): Individual | undefined;
  /** Takes the value of one, in any order; the last one of a generation moves the distribution. */
  settle(individual: Individual, value: number): void;
  hasConverged(): boolean;
}

export interface CmaRunOptions {
  /** n, entries in [0, 1]. */
  readonly mean: Float64Array;
  readonly sigma: number;
  readonly lambda: number;
  readonly tolerances: CmaTolerances;
  /** How integers and ordinals are taken. */
  readonly integers: 'rounded' | 'margin';
  /** Goes into the origin of each. */
  readonly origin: JsonObject;
}

export function createCmaRun(space: SearchSpace, options: CmaRunOptions, rng: Rng): CmaRun {
  const { mean, sigma, lambda, tolerances, integers, origin } = options;
  const constants = cmaConstants(space.dimensions, lambda);
  const cma = createCma(constants, mean, sigma);
  const isOver = createCmaStop(constants, sigma, tolerances);
  const alpha = 1 / (space.dimensions * lambda);
  const margin = integers === 'margin' ? createCmaMargin(space.axes, alpha) : undefined;
  const draw = pointSource(space, cma, margin, rng);
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

/** Draws of a point that is inside of the unit cube and allowed. */
const TRIES = 100;

/**
 * Points of the distribution: drawn again where outside of the cube or forbidden, up to 100 times, then clipped (as `cmaes`).
 * Where even that is forbidden, a configuration is drawn from the space.
 */
function pointSource(space: SearchSpace, cma: Cma, margin: CmaMargin | undefined, rng: Rng): () => Drawn {
  const decodeCodes = legalDecoder(space);
  const decode = (point: Float64Array): Configuration | undefined =>
    decodeCodes(margin === undefined ? point : margin.spread(point, cma.state.mean));
  /** A discrete coordinate with a margin is free: its code is clipped where it is decoded. */
  const isFree = space.axes.map((_, i) => margin?.isDiscrete[i] === true);
  const z = new Float64Array(space.dimensions);
  const draw = (): Float64Array => {
    for (let i = 0; i < z.length; i++) z[i] = rng.normal();
    return cma.point(z);
  };
  return () => {
    let point = draw();
    for (let i = 0; i < TRIES; i++, point = draw()) {
      const configuration = point.every((x, axis) => isFree[axis] === true || isInside(x)) ? decode(point) : undefined;
      if (configuration !== undefined) return { point, configuration };
    }
    const clipped = point.map((x, axis) => (isFree[axis] === true ? x : Math.min(Math.max(x, 0), 1)));
    const configuration = decode(clipped);
    if (configuration !== undefined) return { point: clipped, configuration, repair: 'clipped' };
    const random = space.sample(rng);
    // What is inactive stays where it was drawn.
    const codes = space.encode(random).map((code, i) => (Number.isNaN(code) ? (clipped[i] as number) : code));
    return { point: codes, configuration: random, repair: 'random' };
  };
}

function isInside(x: number): boolean {
  return x >= 0 && x <= 1;
}
