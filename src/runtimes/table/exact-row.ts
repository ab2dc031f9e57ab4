import type { SearchSpace } from '../../space/space.js';
import { createCodeIndex } from './code-index.js';
import type { FindRow } from './grid-row.js';

/**
 * The row with exactly a configuration's unit codes, the first among equals; -1 where there is none.
 * @param codes rows x dimensions
 */
export function exactRow(space: SearchSpace, codes: Float64Array): FindRow {
  const { dimensions } = space;
  const index = createCodeIndex(dimensions);
  const first: number[] = [];
  for (let row = 0, at = 0; at < codes.length; row++, at += dimensions) {
    const number = index.enter(codes, at);
    if (number === first.length) first.push(row);
  }
  const code = new Float64Array(dimensions);
  return (configuration) => {
    const number = index.find(space.encode(configuration, code));
    return number < 0 ? -1 : (first[number] ?? 0);
  };
}
