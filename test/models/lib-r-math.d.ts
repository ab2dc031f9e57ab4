/** The package has types, but where NodeNext does not find them. */
declare module 'lib-r-math.js' {
  type Distribution = (x: number, mean?: number, deviation?: number, lowerTail?: boolean, log?: boolean) => number;
  export const pnorm: Distribution;
  export const qnorm: Distribution;
}
