#!/usr/bin/env node
// The commands of package.json. Runs on any Node from 18 on: what needs more is run with the private one that it brings.
import { fail, say } from "./setup/say.mjs";
import { tasks } from "./tasks.mjs";

const [name, ...args] = process.argv.slice(2);
const task = tasks[name ?? ""];
if (!task) fail(`there is no task ${JSON.stringify(name)}; there are ${Object.keys(tasks).join(", ")}`);
try {
  process.exitCode = (await task(args)) ?? 0;
} catch (error) {
  say(`failed: ${error?.message ?? error}`);
  if (process.env.DEBUG) console.error(error);
  process.exitCode = 1;
}
