/** A row-major matrix that grows by rows. */
export interface GrowingRows {
  readonly size: number;
  /** size x width and room to spare; another array after a `push` that needed more. */
  readonly data: Float64Array;
  /** @returns the index of the new row. */
  push(row: Float64Array): number;
}

export function createGrowingRows(width: number): GrowingRows {
  let data = new Float64Array(16 * width);
  let size = 0;
  return {
    get size() {
      return size;
    },
    get data() {
      return data;
    },
    push(row) {
      if ((size + 1) * width > data.length) {
        const larger = new Float64Array(2 * data.length);
        larger.set(data);
        data = larger;
      }
      data.set(row, size * width);
      return size++;
    },
  };
}
