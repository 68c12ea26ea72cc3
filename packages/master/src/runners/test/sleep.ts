import type { ToolRunner } from "../tool-runner.js";

const maxS = 86_400;

export const sleep: ToolRunner = {
  name: "test.sleep",
  doc: "Waits, then gives True.",
  parameters: [{ name: "s_time", type: "number", doc: `Seconds, at most ${maxS}.`, default: 10 }],
  reads: true,
  async run(given, { tools }) {
    const seconds = given.number("s_time", 10);
    if (!(seconds >= 0 && seconds <= maxS)) throw new Error(`'s_time': expected seconds up to ${maxS}`);
    await new Promise<void>((resolve) => tools.clock.after(seconds * 1000, resolve));
    return true;
  },
};
