import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import type { ConditionWorld } from "./conditions.js";

/** Conditions of steps, asked of the master's own machine. @param limitMs a command that takes longer does not hold */
export function shellConditions(limitMs: number, call: ConditionWorld["call"]): ConditionWorld {
  return {
    command: (command) =>
      new Promise((resolve) => {
        execFile("/bin/sh", ["-c", command], { timeout: limitMs, killSignal: "SIGKILL" }, (error) => {
          const code = error && "code" in error ? error.code : 0;
          resolve(error === null ? 0 : typeof code === "number" ? code : 1);
        });
      }),
    exists: (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    call,
  };
}
