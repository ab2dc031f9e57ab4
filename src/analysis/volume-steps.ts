import { hypervolume, hypervolumeContribution } from '../models/hypervolume.js';
import { enter, pointAt, type Member } from './front-members.js';
import { isFull, stepsAt, type Steps } from './incumbent.js';
import type { RunHistory } from './run-history.js';

/**
 * What is lost of the hypervolume of the front of a run so far (Zitzler, Thiele. IEEE TEC 3, 1999), in normalised objectives: the box
 * from the best point, 0, to the reference point, 1, has the volume 1. The front is chosen by what the optimizer saw and its volume is
 * that of the values that it is judged by, so that it can shrink where these are not the same. There is no step until some volume
 * is dominated.
 * @param scales of all objectives, from a minimised value to the normalised one
 */
export function volumeSteps(history: RunHistory, scales: readonly ((value: number) => number)[]): Steps {
  const { objectives, judged } = history;
  const reference = scales.map(() => 1);
  const front: Member[] = [];
  const isSame = judged.every((column, index) => column === objectives[index]);
  const found: number[] = [];
  const lost: number[] = [];
  let volume = 0;
  for (let i = 0; i < history.full.length; i++) {
    if (!isFull(history, i)) continue;
    const shown = pointAt(judged, i).map((value, index) => scales[index]?.(value) ?? NaN);
    const others = front.map((member) => member.shown);
    if (!enter(front, { seen: pointAt(objectives, i), shown })) continue;
    const before = volume;
    // A front that only grows need not be measured as a whole, which takes long with many objectives.
    if (isSame) volume += Math.max(0, hypervolumeContribution(shown, others, reference));
    else volume = wholeVolume(front, reference);
    if (volume === before) continue;
    found.push(i);
    lost.push(1 - volume);
  }
  return stepsAt(history, found, lost);
}

function wholeVolume(front: readonly Member[], reference: readonly number[]): number {
  return hypervolume(
    front.map(({ shown }) => shown),
    reference,
  );
}
