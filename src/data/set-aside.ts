import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';

/** Gives a damaged file another name, `<name>.corrupt`: it is for a person to say that it can go. Returns its path. */
export async function setAside(path: string): Promise<string> {
  const names = (function* () {
    yield `${path}.corrupt`;
    for (let number = 2; ; number++) yield `${path}.corrupt-${number}`;
  })();
  for (const name of names) {
    if (existsSync(name)) continue;
    await rename(path, name);
    return name;
  }
  return path;
}
