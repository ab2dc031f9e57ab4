import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listFamilies, loadFamily } from '../../src/runner/families.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseLock, readLock } from '../../src/runner/engines/parts/lock-file.js';

const [A, B] = ['a', 'b'].map((digit) => `--hash=sha256:${digit.repeat(64)}`);

describe('a lock file', () => {
  it('is written again as its pins alone, sorted and in one form', () => {
    const text = [
      '# made by a tool',
      '',
      `Scikit_Learn[all, extra]==1.5.1 \\`,
      `    ${B} \\`,
      `    ${A}  # of Linux`,
      `  # via something`,
      `joblib == 1.4.2+local ${A}\r`,
    ].join('\n');
    expect(parseLock(text, 'f')).toBe(`joblib==1.4.2+local ${A}\nscikit-learn==1.5.1 ${A} ${B}\n`);
    expect(parseLock('# nothing\n', 'f')).toBe('');
  });

  it.each([
    [`evil @ file:///tmp/evil-1.0.tar.gz ${A}`, /addresses and paths are not allowed/],
    [`evil@https://example.org/evil.whl ${A}`, /addresses and paths are not allowed/],
    [`./evil-1.0.tar.gz ${A}`, /addresses and paths are not allowed/],
    [`/tmp/evil.whl ${A}`, /addresses and paths are not allowed/],
    [`git+https://example.org/evil ${A}`, /addresses and paths are not allowed/],
    ['file:evil.whl', /addresses and paths are not allowed/],
    ['--no-binary :all:', /options are not allowed/],
    ['--only-binary :all:', /options are not allowed/],
    ['--index-url=https://example.org/simple', /options are not allowed/],
    ['-r other.txt', /options are not allowed/],
    ['-e .', /options are not allowed/],
    [`six==1.17.0 ${A} --no-binary=six`, /"--no-binary=six" is no hash/],
    [`six==1.17.0 ${A} --config-settings=x`, /is no hash/],
    [`six==1.17.0 ${A} --global-option x`, /is no hash/],
    [`six==1.17.0 \\\n  ${A} \\\n  -r other.txt`, /is no hash/],
    [`six==1.0 ${A} sha256:evil`, /"sha256:evil" is no hash/],
    ['six==1.17.0 --hash=md5:00', /is no hash/],
    ['six==1.17.0', /six has no hash/],
    ['six', /expected name==version/],
    [`six>=1 ${A}`, /expected name==version/],
    [`six==1.* ${A}`, /expected name==version/],
    [`six===1.0 ${A}`, /expected name==version/],
    [`six==1.0,==1.1 ${A}`, /expected name==version/],
    [`six==1.0 evil==1.0 ${A}`, /expected name==version/],
    [`six==\${HOME} ${A}`, /expected name==version/],
    [`six==1.0; python_version < "3.9" ${A}`, /conditions after ; are not allowed/],
    [`six==1.0 ${A}\nSIX==1.0 ${B}`, /six is pinned twice/],
  ])('with %j is refused', (text, problem) => {
    expect(() => parseLock(text, 'f')).toThrow(problem);
  });

  it('is refused with file, line and what to do', () => {
    const text = `# one\nsix==1.0 \\\n  ${A}\n\n-r other.txt\n`;
    expect(() => parseLock(text, 'requirements.lock')).toThrow(
      expect.objectContaining({
        code: 'user',
        details: { file: 'requirements.lock', line: 5, mend: expect.stringContaining('Remove the line') as string },
      }),
    );
  });

  it('never lets through anything but pins, whatever it holds', () => {
    const piece = fc.constantFrom(
      'six',
      '==',
      '1.0',
      ' ',
      '\n',
      '\\\n',
      '#',
      '@',
      '--hash=sha256:',
      'a'.repeat(64),
      '-r',
      ';',
      '[x]',
      '\t',
      '\r',
      '\u2028',
      '\0',
    );
    const line = /^[a-z0-9-]+==[A-Za-z0-9][A-Za-z0-9.+!_-]*(?: --hash=sha256:[0-9a-f]{64})+$/;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        let written = '';
        try {
          written = parseLock(pieces.join(''), 'f');
        } catch (error) {
          expect(error).toMatchObject({ code: 'user' });
        }
        for (const each of written.split('\n').slice(0, -1)) expect(each).toMatch(line);
      }),
      { numRuns: 5000 },
    );
  });

  it('of every family of the suite is sound', async () => {
    const families = await Promise.all((await listFamilies()).map(loadFamily));
    const locks = families.map(({ folder }) => join(folder, 'requirements.lock')).filter((file) => existsSync(file));
    expect(locks.length).toBeGreaterThan(3);
    for (const lock of locks) expect((await readLock(lock)).text).toContain('scikit-learn==');
  });
});
