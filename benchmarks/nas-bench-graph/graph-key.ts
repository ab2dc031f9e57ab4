/** A network of four computing nodes, each with one input. */
export interface Architecture {
  /** The input of each node: 0 the features, i the i-th node; never one that comes later. */
  readonly inputs: readonly number[];
  /** By node. */
  readonly operations: readonly string[];
}

/**
 * The same text for architectures that compute the same, which NAS-Bench-Graph trained once. An architecture is a tree, whose
 * leaves are put together into the output. The order of siblings says nothing. Neither does a skip connection that only hands on its
 * input: one with nodes after it, an only child, or one from the features themselves, which the output has anyway.
 * Source: `Arch.valid_hash` of NAS-Bench-Graph, whose classes these are; it moves such skips to the front, one after another.
 */
export function graphKey({ inputs, operations }: Architecture): string {
  const below = (node: number): readonly number[] =>
    inputs.flatMap((input, index) => (input === node ? [index + 1] : [])).flatMap(handedOn);
  const isSkip = (node: number): boolean => operations[node - 1] === 'skip';
  const handedOn = (node: number): readonly number[] => {
    const after = isSkip(node) ? below(node) : [];
    return after.length > 0 ? after : [node];
  };
  const childrenOf = (node: number): readonly number[] => {
    const children = below(node);
    return node === 0 || children.length === 1 ? children.filter((child) => !isSkip(child)) : children;
  };
  const textOf = (node: number): string => {
    const children = childrenOf(node).map(textOf).sort();
    const own = node === 0 ? 'features' : (operations[node - 1] as string);
    return children.length === 0 ? own : `${own}(${children.join(' ')})`;
  };
  return textOf(0);
}
