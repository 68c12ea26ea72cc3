import type { ToolRunner } from "../tool-runner.js";

const stepMs = 100;

export const stream: ToolRunner = {
  name: "test.stream",
  doc: "Tells of its progress ninety-nine times within ten seconds, then gives True.",
  parameters: [],
  reads: true,
  async run(_given, { call, tools }) {
    for (let percent = 1; percent < 100; percent++) {
      call.progress(new Map([["message", `Runner is ${percent}% done`]]));
      await new Promise<void>((resolve) => tools.clock.after(stepMs, resolve));
    }
    return true;
  },
};
