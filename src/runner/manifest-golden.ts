import { didYouMean, type Violation } from '../core/schema.js';
import type { FidelitySpace } from '../fidelity/space.js';
import type { Descriptor, Golden } from '../protocol/descriptor.js';
import type { SearchSpace } from '../space/space.js';
import type { ManifestSource } from './manifest-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/** A known answer, and where it stands. */
export interface GoldenPlace {
  readonly golden: Omit<Golden, 'instance'>;
  readonly path: Path;
}

/** What known answers must agree with. */
export interface GoldenContext {
  readonly descriptor: Descriptor;
  readonly space: SearchSpace;
  readonly fidelities: FidelitySpace;
}

/** The known answers of an instance: among the family's, and its own. */
export function goldenPlaces(source: ManifestSource, instance: string): readonly GoldenPlace[] {
  const shared = (source.golden ?? []).flatMap((golden, index) =>
    golden.instance === instance ? [{ golden, path: ['golden', index] }] : [],
  );
  const own = source.instances[instance]?.golden ?? [];
  return [...shared, ...own.map((golden, index) => ({ golden, path: ['instances', instance, 'golden', index] }))];
}

/** A known answer is about a legal configuration, an admissible fidelity and metrics that there are. */
export function checkGolden({ golden, path }: GoldenPlace, context: GoldenContext, complain: Complain): void {
  const { descriptor, space, fidelities } = context;
  const report = (key: string, violations: readonly Violation[]): void => {
    for (const violation of violations) complain([...path, key, ...violation.path], violation.message);
  };
  report('configuration', space.check(golden.configuration));
  report('fidelity', fidelities.check(golden.fidelity));
  for (const [name, value] of Object.entries(golden.metrics)) {
    const wrong = metricMistake(descriptor, name, value);
    if (wrong !== undefined) complain([...path, 'metrics', name], wrong);
  }
}

function metricMistake({ metrics }: Descriptor, name: string, value: number): string | undefined {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (metric === undefined) return `unknown metric "${name}"${didYouMean(name, Object.keys(metrics))}`;
  const { lower = -Infinity, upper = Infinity } = metric;
  return value < lower || value > upper ? `${value} is outside the bounds ${lower} to ${upper} of ${name}` : undefined;
}
