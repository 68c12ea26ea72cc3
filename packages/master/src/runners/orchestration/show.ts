import type { Runner } from "../runner.js";
import { jid } from "../state/run-parameters.js";
import { describedEntry, describedRun, describedStep } from "./run-shapes.js";

export const show: Runner = {
  name: "orchestration.show",
  doc: "One run: its steps in order, which of them have ended and how, and what operators did.",
  parameters: [jid],
  reads: true,
  async run(given, { orchestrations }) {
    const { run, plan, entries } = await orchestrations.get(given.text("jid"));
    const told = entries.filter(({ step, kind }) => step !== "" || kind === "control");
    return describedRun(run).set("steps", plan.chunks.map(describedStep)).set("journal", told.map(describedEntry));
  },
};
