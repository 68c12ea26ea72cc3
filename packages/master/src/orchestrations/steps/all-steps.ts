import { testStates } from "@salina/orchestration";
import type { ValueMap } from "@salina/wire";
import type { Step } from "../step-context.js";
import { masterStep } from "./master-step.js";
import { parallelRunners } from "./parallel-runners.js";
import { saltFunction } from "./salt-function.js";
import { saltReboot } from "./salt-reboot.js";
import { saltState } from "./salt-state.js";
import { waitForEvent } from "./wait-for-event.js";

const saltSteps: ReadonlyMap<string, Step> = new Map([
  ["salt.function", saltFunction],
  ["salt.parallel_runners", parallelRunners],
  ["salt.reboot", saltReboot],
  ["salt.runner", masterStep("Runner")],
  ["salt.state", saltState],
  ["salt.wait_for_event", waitForEvent],
  ["salt.wheel", masterStep("Wheel")],
]);

/** What steps of an orchestration can do, by `state.function`. */
export function stepsFor(pillar: ValueMap, random: () => number): ReadonlyMap<string, Step> {
  const tests = [...testStates].map(([name, fun]): [string, Step] => [
    `test.${name}`,
    {
      required: [],
      run: (given, { test, changed }) => Promise.resolve(fun(given, { test, pillar, random, changed })),
    },
  ]);
  return new Map([...saltSteps, ...tests]);
}
