/** Runs at once; what is thrown becomes a rejection. */
export function answer<Value>(run: () => Value): Promise<Value> {
  return new Promise((resolve) => resolve(run()));
}
