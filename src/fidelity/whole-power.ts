/** base^exponent by multiplication, for whole exponents >= 0: exact as long as the product fits into 53 bits. */
export function wholePower(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}
