import type { DataSource } from './data-file.js';

/** Something wrong with a declared file. */
export interface SourceMistake {
  readonly key: 'url' | 'mirror';
  readonly message: string;
  readonly mend: string;
}

/** What makes no sense in a file that fits the schema: an address that is none or moves, a path that leads out of the mirror. */
export function sourceMistakes({ url, mirror }: DataSource): readonly SourceMistake[] {
  const mistakes: SourceMistake[] = [];
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    mistakes.push({ key: 'url', message: `"${url}" is no address`, mend: 'Begin it with https://.' });
  } else if (isBranch(address.pathname)) {
    const message = `"${url}" points to a branch, whose contents change`;
    mistakes.push({ key: 'url', message, mend: 'Put a commit (40 digits) or a release in its place.' });
  }
  if (!mirror.split('/').every((part) => SEGMENT.test(part))) {
    const message = `"${mirror}" is no path below a mirror`;
    mistakes.push({
      key: 'mirror',
      message,
      mend: 'Write folders and a file joined by /, such as nb201/table.csv.gz.',
    });
  }
  return mistakes;
}

/** A name such as Unix, Windows and addresses can have; none that begins with a point. */
const SEGMENT = /^[A-Za-z0-9_+@=-][A-Za-z0-9._+@=-]*$/;
const COMMIT = /^[0-9a-f]{40}$/;
const BRANCHES = ['main', 'master', 'HEAD', 'develop', 'trunk'];

/** A folder behind a commit may have the name of a branch. */
function isBranch(path: string): boolean {
  const parts = path.split('/');
  if (parts.some((part) => COMMIT.test(part))) return false;
  return path.includes('/refs/heads/') || parts.slice(0, -1).some((part) => BRANCHES.includes(part));
}
