import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bug, userError, type SuiteError } from '../core/errors.js';
import type { Objective, ObjectiveResult } from '../protocol/benchmark.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { createAnswering, type Answering } from './onnx/answer.js';
import { createEncoder, type Encoder, type Inputs, type Question } from './onnx/encoder.js';
import { openSession, type Session } from './onnx/session.js';
import type { LoadedFamily, Runtime } from './runtime.js';

/** A surrogate in ONNX that the manifest says all of: no code of the family's own. */
const onnx: Runtime = {
  name: 'onnx',
  packages: ['onnxruntime-node'],
  load: async (family) => {
    const surrogates = new Map<string, Surrogate>();
    // Opened now: a broken model is a guest that does not start, and no failed evaluation.
    for (const [instance, descriptor] of Object.entries(family.descriptors)) {
      const surrogate = await createSurrogate(family, descriptor);
      if (surrogate !== undefined) surrogates.set(instance, surrogate);
    }
    if (surrogates.size === 0) throw absent(Object.keys(family.descriptors).join(', '));
    return createObjective(surrogates);
  },
};
export default onnx;

/** What answers for one instance. */
interface Surrogate {
  readonly session: Session;
  readonly encode: Encoder;
  readonly answer: Answering;
  /** Columns of the model's two inputs. */
  readonly coded: number;
  readonly numeric: number;
}

/**
 * Rows are filled up to a multiple of this, so that a row's bits do not depend on how many are asked beside it: the ONNX Runtime's
 * logarithm takes four numbers at a time, and the one to three that are left over by another function, which rounds otherwise.
 */
const LANES = 4;
/** More rows gain nothing and take memory. */
const MOST_ROWS = 1024;

function createObjective(surrogates: ReadonlyMap<string, Surrogate>): Objective {
  const evaluateBatch = async (batch: readonly Question[]): Promise<readonly ObjectiveResult[]> => {
    const results = new Array<ObjectiveResult>(batch.length);
    for (const [session, places] of bySession(batch, surrogates)) {
      for (let first = 0; first < places.length; first += MOST_ROWS) {
        const part = places.slice(first, first + MOST_ROWS);
        await answerTogether({ session, batch, surrogates, results }, part);
      }
    }
    return results;
  };
  return {
    evaluate: async (configuration, fidelity, seed, instance) => {
      const [result] = await evaluateBatch([{ instance, configuration, fidelity, seed }]);
      return result as ObjectiveResult;
    },
    evaluateBatch,
  };
}

interface Together {
  readonly session: Session;
  readonly batch: readonly Question[];
  readonly surrogates: ReadonlyMap<string, Surrogate>;
  readonly results: ObjectiveResult[];
}

/** One run of a model over the questions at these places. */
async function answerTogether(together: Together, places: readonly number[]): Promise<void> {
  const { session, batch, surrogates, results } = together;
  const asked = places.map((place) => batch[place] as Question);
  const answering = asked.map(({ instance }) => surrogateOf(surrogates, instance));
  const rows = Math.ceil(places.length / LANES) * LANES;
  const inputs = allocate(answering[0] as Surrogate, rows);
  asked.forEach((question, row) => (answering[row] as Surrogate).encode(question, inputs, row));
  const outputs = await session.run(inputs, rows);
  places.forEach((place, row) => {
    results[place] = (answering[row] as Surrogate).answer(asked[row] as Question, outputs, row);
  });
}

/** Rows that nobody asks for stay 0: a legal code, and a number that is thrown away. */
function allocate({ coded, numeric }: Surrogate, rows: number): Inputs {
  return { codes: new Int32Array(rows * coded), numbers: new Float32Array(rows * numeric) };
}

function bySession(
  batch: readonly Question[],
  surrogates: ReadonlyMap<string, Surrogate>,
): ReadonlyMap<Session, readonly number[]> {
  const places = new Map<Session, number[]>();
  batch.forEach(({ instance }, place) => {
    const { session } = surrogateOf(surrogates, instance);
    const known = places.get(session);
    if (known === undefined) places.set(session, [place]);
    else known.push(place);
  });
  return places;
}

function surrogateOf(surrogates: ReadonlyMap<string, Surrogate>, instance: string): Surrogate {
  const surrogate = surrogates.get(instance);
  if (surrogate === undefined) throw absent(instance);
  return surrogate;
}

function absent(instances: string): SuiteError {
  return userError(`the model of ${instances} is not here`, {
    mend: 'Set HPORT_DATA to the folder that has it; `hport run` and `hport check` fetch it and do so themselves.',
  });
}

/** Undefined where the model is not: a study fetches those of its own instances only. */
async function createSurrogate({ data }: LoadedFamily, descriptor: Descriptor): Promise<Surrogate | undefined> {
  const { onnx: definition, family } = descriptor;
  if (definition === undefined) throw bug(`the family ${family} has no model`);
  const file = descriptor.data?.[definition.model]?.file;
  const path = file === undefined || data === undefined ? undefined : join(data, file);
  if (path === undefined || !existsSync(path)) return undefined;
  return {
    session: await openSession(path, definition),
    encode: createEncoder(descriptor),
    answer: createAnswering(definition, descriptor.metrics),
    coded: definition.categorical?.columns.length ?? 0,
    numeric: definition.numeric?.columns.length ?? 0,
  };
}
