import { midranks } from './midranks.js';

/**
 * Rank correlation of pairs, -1..1: Pearson's correlation of their midranks; NaN for fewer than two pairs, or where one side is
 * all ties. Spearman. The proof and measurement of association between two things. Am. J. of Psychology 15 (1904).
 */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [midranks(a).ranks, midranks(b).ranks];
  const middle = (a.length + 1) / 2;
  let [together, ofX, ofY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i] as number) - middle, (y[i] as number) - middle];
    together += dx * dy;
    ofX += dx * dx;
    ofY += dy * dy;
  }
  return ofX === 0 || ofY === 0 ? NaN : together / Math.sqrt(ofX * ofY);
}
