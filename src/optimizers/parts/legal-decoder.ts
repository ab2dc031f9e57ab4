import type { Configuration } from '../../core/types.js';
import type { SearchSpace } from '../../space/space.js';

/**
 * Decodes points of the unit cube; undefined where the result is forbidden. Inactive parameters are left out, whatever
 * their codes (all dimensions are drawn, then decoded, then deactivated).
 */
export function legalDecoder(space: SearchSpace): (point: ArrayLike<number>) => Configuration | undefined {
  if ((space.definition.forbidden ?? []).length === 0) return (point) => space.decode(point);
  return (point) => {
    const configuration = space.decode(point);
    return space.check(configuration).length === 0 ? configuration : undefined;
  };
}
