/** What is measured in one slice; several numbers where one slice gives several. */
export type Side<Name extends string> = () => Promise<Readonly<Record<Name, number>>>;

/**
 * Slices of the sides in turn, so that a ratio compares neighbours in time. Every other turn goes the other way round: what one
 * side leaves behind (a warm cache, a busy neighbour) then falls on both.
 * @returns for each side, each name's values, one a turn
 */
export async function takeTurns<Name extends string>(
  turns: number,
  sides: readonly Side<Name>[],
): Promise<readonly Readonly<Record<Name, readonly number[]>>[]> {
  const values = sides.map((): Record<string, number[]> => ({}));
  for (let turn = 0; turn < turns; turn++) {
    const order = turn % 2 === 0 ? [...sides.keys()] : [...sides.keys()].reverse();
    for (const at of order) {
      const measured = await (sides[at] as Side<Name>)();
      for (const [name, value] of Object.entries<number>(measured))
        ((values[at] as Record<string, number[]>)[name] ??= []).push(value);
    }
  }
  return values as Record<Name, number[]>[];
}
