import type { SearchSpace } from '../../space/space.js';
import type { FindRow } from './grid-row.js';

/**
 * The row at the least Euclidean distance of unit codes, the first among equals; looks at every row, as far as it can be nearer.
 * Two values of a categorical, which have no order, differ by 1; so does a parameter that is active here and inactive there.
 * @param codes rows x dimensions
 */
export function nearestRow(space: SearchSpace, codes: Float64Array): FindRow {
  const { dimensions } = space;
  const rows = dimensions === 0 ? 1 : codes.length / dimensions;
  const unordered = space.axes.map(({ type }) => type === 'categorical');
  const code = new Float64Array(dimensions);
  return (configuration) => {
    space.encode(configuration, code);
    let best = 0;
    let least = Infinity;
    for (let row = 0, at = 0; row < rows; row++, at += dimensions) {
      let distance = 0;
      for (let i = 0; i < dimensions && distance < least; i++) {
        const step = (code[i] as number) - (codes[at + i] as number);
        if (step === 0) continue;
        if (!Number.isNaN(step)) distance += unordered[i] === true ? 1 : step * step;
        else if (!Number.isNaN(code[i]) || !Number.isNaN(codes[at + i])) distance += 1;
      }
      if (distance < least) {
        least = distance;
        best = row;
      }
    }
    return best;
  };
}
