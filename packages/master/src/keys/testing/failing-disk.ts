import { type KeyDisk, nodeKeyDisk } from "../key-disk.js";

export class Killed extends Error {}

/** A disk under a process that is killed before its nth change: that one and all later ones do not happen. */
export function diskKilledBefore(step: number): { readonly disk: KeyDisk; readonly steps: () => number } {
  let done = 0;
  function change<Args extends readonly unknown[]>(call: (...args: Args) => Promise<void>) {
    return (...args: Args): Promise<void> => {
      if (done >= step) return Promise.reject(new Killed("killed"));
      done += 1;
      return call(...args);
    };
  }
  return {
    steps: () => done,
    disk: {
      ...nodeKeyDisk,
      create: change((path, text) => nodeKeyDisk.create(path, text, { sync: false })),
      rename: change(nodeKeyDisk.rename),
      remove: change(nodeKeyDisk.remove),
      // A step like the others, but nothing is gained from waiting for the real disk.
      syncDirectory: change(() => Promise.resolve()),
    },
  };
}
