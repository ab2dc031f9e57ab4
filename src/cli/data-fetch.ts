import { dataCache } from '../data/cache.js';
import { ensureData } from '../data/ensure.js';
import type { EnsuredFile } from '../data/ensure-file.js';
import { mebibytes } from '../data/mebibytes.js';
import { refuseUnpinned } from '../runner/unpinned.js';
import { createDataProgress } from './data-progress.js';
import { chosenFamilies, declaredFiles } from './declared-files.js';
import { EXIT } from './failure.js';
import { interruptible } from './interruption.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { count } from './words.js';

/** `hport data fetch [family...]` */
export async function fetchData(names: readonly string[], terminal: Terminal): Promise<number> {
  const cache = dataCache();
  const families = await chosenFamilies(names);
  // Who asks for everything gets all that there is; who asks for one by its name is told why it cannot be had.
  if (names.length > 0) for (const family of families) await refuseUnpinned(family);
  const files = families.flatMap(declaredFiles).map(({ file }) => file);
  const progress = createDataProgress(terminal, files);
  const { onProgress, onNotice } = progress;
  try {
    const { value, code } = await interruptible(
      (signal) => ensureData(files, { cache, signal, onProgress, onNotice }),
      () => onNotice('stopping; once more leaves at once'),
    );
    progress.stop();
    if (value === undefined)
      terminal.note('interrupted; what has come is kept, and the same command goes on from there');
    else terminal.answer({ cache, files: value.map(asJson) }, () => asText(value, cache, terminal));
    return code ?? EXIT.ok;
  } finally {
    progress.stop();
  }
}

function asText(files: readonly EnsuredFile[], cache: string, terminal: Terminal): string {
  const rows = files.map(({ file, from }) => [file.family, file.name, file.file, mebibytes(file.size), from]);
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  return [
    formatTable(['family', 'data', 'file', 'size', 'from'], rows, terminal),
    '',
    `${count(files.length, 'file')}, ${mebibytes(total)}, in ${cache}`,
  ].join('\n');
}

function asJson({ file, path, from }: EnsuredFile): object {
  const { family, name, sha256, size } = file;
  return { family, name, file: file.file, path, sha256, size, from };
}
