import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Configuration } from '../../../src/core/types.js';
import type { Official } from './official.js';

/** Asks a model as YAHPO itself does: by the official encoding, one row at a time, without anything of ours. */
export type DirectModel = (point: Configuration) => Promise<readonly number[]>;

export async function openDirectModel({ scenario, encoding, model }: Official): Promise<DirectModel> {
  if (model === undefined) throw new Error('the mirror has no model of this scenario');
  const session = await InferenceSession.create(model.path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { cat_names: coded, cont_names: numeric } = scenario;
  return async (point) => {
    const codes = coded.map((name) => encoding[name]?.[String(point[name] ?? '#na#')] ?? NaN);
    if (codes.some(Number.isNaN)) throw new Error(`a value has no code: ${JSON.stringify(point)}`);
    const { output } = await session.run({
      x_cat: new Tensor('int32', Int32Array.from(codes), [1, coded.length]),
      x_cont: new Tensor(
        'float32',
        Float32Array.from(numeric, (name) => Number(point[name] ?? 0)),
        [1, numeric.length],
      ),
    });
    return Array.from(output?.data as Float32Array);
  };
}
