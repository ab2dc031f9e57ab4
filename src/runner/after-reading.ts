/**
 * Calls back when what lies in the sockets has been read. Timers run before sockets are read: after the thread was busy, a deadline that
 * has passed meanwhile comes before the answer that was there in time.
 */
export function afterReading(callback: () => void): void {
  // Streams are read between two immediates, not always before the first.
  setImmediate(() => setImmediate(callback));
}
