/**
 * x to the power of y for x > 0, the same bits on every version of Node. `Math.pow` and `**` are not: V8 changed them between
 * Node 22 and 24, and studies of the two differed in the last digit of a learning rate. `Math.exp` and `Math.log` are V8's own
 * code (a port of fdlibm) on all of them. The relative error is some y ln x units in the last place.
 */
export function power(x: number, y: number): number {
  return Math.exp(y * Math.log(x));
}
