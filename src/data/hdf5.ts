import { infrastructureError, messageOf } from '../core/errors.js';
import { INSTALL_OPTIONAL } from '../core/optional-packages.js';

/** A file of HDF5, of which groups and arrays of numbers are read. */
export interface Hdf5 {
  /** Names of what is at its root, in the file's own order. */
  readonly names: readonly string[];
  /**
   * An array of 32- or 64-bit floats or integers, in C order.
   * @param path such as `group/array`
   * @throws SuiteError of code 'infrastructure' where there is none, or it has another shape
   */
  numbers(path: string, shape: readonly number[]): ArrayLike<number>;
  close(): void;
}

/**
 * Opens a file of HDF5 by NIST's build of the HDF Group's own C library for WebAssembly: nothing of it is read before it is asked for.
 * @throws SuiteError of code 'infrastructure' where it is no such file, or the library is not installed
 */
export async function openHdf5(path: string): Promise<Hdf5> {
  const { File, Dataset } = await importLibrary();
  const file = open(() => new File(path, 'r'), path);
  const wrong = (message: string): Error => infrastructureError(message, { file: path });
  return {
    names: file.keys(),
    numbers: (place, shape) => {
      const found = file.get(place);
      if (!(found instanceof Dataset)) throw wrong(`there is no array ${place}`);
      const values = found.value;
      const there = (found.shape ?? []).join(' x ');
      const expected = shape.join(' x ');
      if (there !== expected || !isNumbers(values)) {
        throw wrong(`${place}: expected ${expected} numbers, found ${there} of type ${JSON.stringify(found.dtype)}`);
      }
      return values;
    },
    close: () => void file.close(),
  };
}

type Library = typeof import('h5wasm/node');

async function importLibrary(): Promise<Library> {
  try {
    // 4 MB of WebAssembly that only those need who have such a file.
    const library = await import('h5wasm/node');
    (await library.ready).activate_throwing_error_handler();
    return library;
  } catch (cause) {
    throw infrastructureError(`the library that reads HDF5 cannot be loaded: ${messageOf(cause)}`, {
      mend: INSTALL_OPTIONAL,
      cause,
    });
  }
}

function open<T>(act: () => T, file: string): T {
  try {
    return act();
  } catch (cause) {
    throw infrastructureError(`not a file of HDF5: ${messageOf(cause)}`, { file, cause });
  }
}

function isNumbers(values: unknown): values is Float32Array | Float64Array | Int32Array {
  return values instanceof Float32Array || values instanceof Float64Array || values instanceof Int32Array;
}
