import { cachedPath, dataCache } from '../data/cache.js';
import { fileState, type FileState } from '../data/file-state.js';
import { mebibytes } from '../data/mebibytes.js';
import { dataMirror } from '../data/mirror.js';
import type { Family } from '../runner/families.js';
import { chosenFamilies, declaredFiles, type DeclaredFile } from './declared-files.js';
import { EXIT } from './failure.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { count } from './words.js';

/** A line of the list: columns for people, everything for programs. */
interface Entry {
  readonly columns: readonly string[];
  readonly json: object;
  readonly bytes: number;
  /** `unpinned`: nobody has summed it yet, so that it can be neither fetched nor checked. */
  readonly state: FileState | 'unpinned';
}

/** `hport data list [family...]` */
export async function listData(names: readonly string[], terminal: Terminal): Promise<number> {
  const [cache, mirror] = [dataCache(), dataMirror()];
  const families = await chosenFamilies(names);
  const lists = await Promise.all(families.map((family) => entriesOf(family, cache, mirror)));
  const entries = lists.flat();
  terminal.answer({ cache, mirror, files: entries.map(({ json, state }) => ({ ...json, state })) }, () =>
    [
      formatTable(
        HEADINGS,
        entries.map(({ columns, state }) => [...columns, state]),
        terminal,
      ),
      '',
      `${total(entries)}; in the cache: ${total(entries.filter(({ state }) => state === 'cached'))}`,
      `cache: ${cache}`,
      `mirror: ${mirror === '' ? 'none (HPORT_DATA_MIRROR)' : mirror}`,
    ].join('\n'),
  );
  return EXIT.ok;
}

const HEADINGS = ['family', 'data', 'file', 'size', 'level', 'licence', 'state'];

async function entriesOf(family: Family, cache: string, mirror: string): Promise<readonly Entry[]> {
  const declared = declaredFiles(family).map((each) => declaredEntry(each, cache, mirror));
  return [...(await Promise.all(declared)), ...unpinnedEntries(family)];
}

async function declaredEntry(declared: DeclaredFile, cache: string, mirror: string): Promise<Entry> {
  const { file, level, instances } = declared;
  const { family, name, size, licence } = file;
  return {
    columns: [family, name, file.file, mebibytes(size), level, licence],
    json: { ...file, path: cachedPath(file, cache), level, instances },
    bytes: size,
    state: await fileState(file, cache, mirror),
  };
}

function unpinnedEntries({ name: family, unpinned, descriptors }: Family): readonly Entry[] {
  const { level = '', licence = '' } = Object.values(descriptors)[0] ?? {};
  return Object.entries(unpinned).map(([name, source]) => ({
    columns: [family, name, '', '', level, licence],
    json: { family, name, ...source, level, licence },
    bytes: 0,
    state: 'unpinned',
  }));
}

function total(entries: readonly Entry[]): string {
  return `${count(entries.length, 'file')}, ${mebibytes(entries.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}
