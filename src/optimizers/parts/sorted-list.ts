/** What is in order: by loss, ties by trial. */
export interface Placed {
  readonly loss: number;
  /** No two of a list have the same. */
  readonly trial: number;
}

export interface SortedList<Item extends Placed> {
  readonly size: number;
  /** @returns its rank, from 0 */
  insert(item: Item): number;
  /** How many come before. */
  rankOf(place: Placed): number;
  at(rank: number): Item | undefined;
  /** Takes the first out. */
  shift(): Item | undefined;
  /** Takes the last out. */
  pop(): Item | undefined;
}

/** Blocks have half as many to twice as many: an insertion moves one block, where one array would move all that is behind. */
const BLOCK = 256;

/** A list in order that grows to hundreds of thousands: its operations take time in proportion to n/256 + 256, both small. */
export function createSortedList<Item extends Placed>(): SortedList<Item> {
  const blocks: Item[][] = [[]];
  let size = 0;

  /** Index of the block that an item belongs into: the first with something behind it, or the last. */
  function blockOf(place: Placed): number {
    let [low, high] = [0, blocks.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore((blocks[middle] as Item[]).at(-1) as Item, place)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function sizeBefore(block: number): number {
    let sum = 0;
    for (let index = 0; index < block; index++) sum += (blocks[index] as Item[]).length;
    return sum;
  }

  function taken(block: number, item: Item | undefined): Item | undefined {
    if (item === undefined) return undefined;
    size--;
    if (blocks.length > 1 && (blocks[block] as Item[]).length === 0) blocks.splice(block, 1);
    return item;
  }

  return {
    get size() {
      return size;
    },
    insert(item) {
      const index = blockOf(item);
      const block = blocks[index] as Item[];
      const at = placeIn(block, item);
      block.splice(at, 0, item);
      size++;
      if (block.length > 2 * BLOCK) blocks.splice(index + 1, 0, block.splice(BLOCK));
      return sizeBefore(index) + at;
    },
    rankOf(place) {
      const index = blockOf(place);
      return sizeBefore(index) + placeIn(blocks[index] as Item[], place);
    },
    at(rank) {
      let left = rank;
      for (const block of blocks) {
        if (left < block.length) return block[left];
        left -= block.length;
      }
      return undefined;
    },
    shift: () => taken(0, (blocks[0] as Item[]).shift()),
    pop: () => taken(blocks.length - 1, (blocks.at(-1) as Item[]).pop()),
  };
}

/** How many of a block come before. */
function placeIn(block: readonly Placed[], place: Placed): number {
  let [low, high] = [0, block.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(block[middle] as Placed, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.loss === b.loss ? a.trial < b.trial : a.loss < b.loss;
}
