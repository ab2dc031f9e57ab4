/** `12.3 MiB`; what is smaller than 0.1 MiB as such, and nothing as nothing. */
export function mebibytes(bytes: number): string {
  const value = bytes / 2 ** 20;
  if (value > 0 && value < 0.05) return '< 0.1 MiB';
  return `${value.toFixed(1)} MiB`;
}
