import { cachedPath, dataCache } from '../data/cache.js';
import { faultText } from '../data/data-errors.js';
import { inspect, type Found } from '../data/inspect.js';
import { chosenFamilies, declaredFiles, type DeclaredFile } from './declared-files.js';
import { EXIT } from './failure.js';
import { interruptible } from './interruption.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { count } from './words.js';

type Verified = Pick<DeclaredFile, 'file'> & { readonly path: string; readonly found: Found };

/** `hport data verify [family...]`: code 1 when a file of the cache is damaged. */
export async function verifyData(names: readonly string[], terminal: Terminal): Promise<number> {
  const cache = dataCache();
  const files = (await chosenFamilies(names)).flatMap(declaredFiles);
  const { value, code } = await interruptible(
    async (signal) => {
      const verified: Verified[] = [];
      for (const { file } of files) {
        verified.push({ file, path: cachedPath(file, cache), found: await inspect(file, cache, signal) });
      }
      return verified;
    },
    () => terminal.note('stopping; once more leaves at once'),
  );
  if (value === undefined) return code ?? EXIT.failed;
  terminal.answer({ cache, files: value.map(asJson) }, () => asText(value, terminal));
  return code ?? (value.some(({ found }) => found.state === 'damaged') ? EXIT.failed : EXIT.ok);
}

function asText(verified: readonly Verified[], terminal: Terminal): string {
  const having = (state: Found['state']): readonly Verified[] => verified.filter(({ found }) => found.state === state);
  const rows = verified.map(({ file, found }) => [found.state, file.family, file.name, file.file]);
  const damaged = having('damaged').map(({ path, ...rest }) => `${path} ${complaint(rest) ?? ''}`);
  return [
    formatTable(['state', 'family', 'data', 'file'], rows, terminal),
    '',
    ...damaged,
    ...(damaged.length === 0 ? [] : ['`hport data fetch` sets damaged files aside and brings them again.', '']),
    `${count(having('intact').length, 'file')} intact, ${damaged.length} damaged, ${having('absent').length} not in the cache`,
  ].join('\n');
}

function complaint({ file, found }: Omit<Verified, 'path'>): string | undefined {
  return found.state === 'damaged' ? faultText(file, found.fault) : undefined;
}

function asJson({ file, path, found }: Verified): object {
  const { family, name, sha256 } = file;
  return { family, name, file: file.file, path, sha256, state: found.state, message: complaint({ file, found }) };
}
