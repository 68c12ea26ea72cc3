/** Time as an argument: the daemon runs on `systemClock`, tests on one that they move by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may step. For records. */
  now(): number;
  /** Microseconds since the Unix epoch, for job ids. */
  nowMicros(): bigint;
  /** Runs `task` once after `ms` by a clock that does not step; returns how to call it off. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  nowMicros: () => BigInt(Date.now()) * 1000n + ((process.hrtime.bigint() / 1000n) % 1000n),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};
