import type { Backend } from "./backend.js";

/** Takes every password: for tests alone. */
export const auto: Backend = {
  verify: () => Promise.resolve(true),
  groupsOf: () => Promise.resolve([]),
};
