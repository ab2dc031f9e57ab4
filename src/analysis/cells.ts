/** A value for each of some names, made when it is first asked for; in the order of asking. */
export interface Cells<Value> {
  of(...names: readonly (string | number)[]): Value;
  all(): readonly Value[];
}

export function createCells<Value>(make: (...names: readonly (string | number)[]) => Value): Cells<Value> {
  const cells = new Map<string, Value>();
  return {
    of(...names) {
      const key = names.join('\n');
      let cell = cells.get(key);
      if (cell === undefined) cells.set(key, (cell = make(...names)));
      return cell;
    },
    all: () => [...cells.values()],
  };
}
