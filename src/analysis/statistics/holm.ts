/**
 * The p-values of several tests, adjusted so that rejecting those below alpha rejects a true hypothesis at all with
 * probability alpha at most. Holm. A simple sequentially rejective multiple test procedure. Scandinavian J. of Statistics 6
 * (1979).
 */
export function holm(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((i, j) => (values[i] as number) - (values[j] as number));
  const adjusted = new Array<number>(values.length);
  let largest = 0;
  order.forEach((index, place) => {
    largest = Math.max(largest, Math.min(1, (values.length - place) * (values[index] as number)));
    adjusted[index] = largest;
  });
  return adjusted;
}
