import type { InjectOptions, LightMyRequestResponse } from "fastify";
import type { App } from "../app.js";
import { createRest, type RestOptions } from "../create-rest.js";
import { FakeServices } from "./fake-services.js";

export const token = "0123456789abcdef0123456789abcdef";
export const bearer = { authorization: `Bearer ${token}` };

export interface TestRest {
  readonly app: App;
  readonly services: FakeServices;
  /** A request with a good token. */
  call(request: InjectOptions): Promise<LightMyRequestResponse>;
  readonly timers: ReadonlySet<() => void>;
  runTimers(): void;
  readonly clock: { now: number };
  /** Fresh services, and so much later that nothing is remembered of before: cheaper than another app. */
  reset(): void;
}

/** The app over services in memory; timers run only when a test says so. */
export function testRest(options: Partial<RestOptions> = {}): TestRest {
  const services = new FakeServices();
  const timers = new Set<() => void>();
  const clock = { now: 1_800_000_000_000 };
  const app = createRest({
    services,
    tokens: [
      { name: "alice", token },
      { name: "bob", token: "b".repeat(40) },
    ],
    version: "0.0.0",
    now: () => clock.now,
    after: (_delayMs, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    ...options,
  });
  const call = (request: InjectOptions) => app.inject({ ...request, headers: { ...bearer, ...request.headers } });
  const runTimers = () => {
    for (const run of [...timers]) run();
  };
  const reset = () => {
    services.reset();
    clock.now += 48 * 3600 * 1000;
  };
  return { app, services, call, timers, runTimers, clock, reset };
}
