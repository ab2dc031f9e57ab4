/** A map of what comes and goes. */
export interface TurnoverMap<Key, Value> {
  set(key: Key, value: Value): void;
  get(key: Key): Value | undefined;
  /** Removes an entry and gives its value. */
  take(key: Key): Value | undefined;
  /** Removes all entries and gives their values, the oldest first. */
  takeAll(): readonly Value[];
}

/**
 * A `Map` that everything enters and leaves keeps what has left: it is copied to a new table now and then, each old table leads
 * to the next, and once the first of them has grown old, no young collection frees any that follow, nor what they
 * hold (measured: half of the runner's time went into that). So the tables hold boxes, and the boxes are emptied.
 */
export function createTurnoverMap<Key, Value>(): TurnoverMap<Key, Value> {
  const boxes = new Map<Key, Box<Value>>();
  return {
    set: (key, value) => void boxes.set(key, { value }),
    get: (key) => boxes.get(key)?.value,
    take(key) {
      const box = boxes.get(key);
      if (box === undefined) return undefined;
      boxes.delete(key);
      const { value } = box;
      box.value = undefined;
      return value;
    },
    takeAll() {
      const values = [...boxes.values()].map(({ value }) => value as Value);
      boxes.clear();
      return values;
    },
  };
}

interface Box<Value> {
  value: Value | undefined;
}
