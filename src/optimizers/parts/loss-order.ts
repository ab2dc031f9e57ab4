/** Indexes in the order of their losses, kept sorted while they come. */
export interface LossOrder {
  readonly size: number;
  /** The first `size` entries, best first. Equal losses stand in the order of their indexes. */
  readonly order: Int32Array;
  insert(index: number, loss: number): void;
}

export function createLossOrder(): LossOrder {
  let order = new Int32Array(16);
  let losses = new Float64Array(16);
  let size = 0;

  function grow(): void {
    const [shorterOrder, shorterLosses] = [order, losses];
    order = new Int32Array(2 * size);
    losses = new Float64Array(2 * size);
    order.set(shorterOrder);
    losses.set(shorterLosses);
  }

  function place(index: number, loss: number): number {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = losses[middle] as number;
      if (other < loss || (other === loss && (order[middle] as number) < index)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return size;
    },
    get order() {
      return order;
    },
    insert(index, loss) {
      if (size === order.length) grow();
      const at = place(index, loss);
      order.copyWithin(at + 1, at, size);
      losses.copyWithin(at + 1, at, size);
      order[at] = index;
      losses[at] = loss;
      size++;
    },
  };
}
