import { mermaid, stepGraph } from "@salina/orchestration";
import type { Runner } from "../runner.js";
import { compileRequest, runParameters } from "../state/run-parameters.js";

export const graph: Runner = {
  name: "orchestration.graph",
  doc: "The steps of an orchestration and what they wait for, as a drawing for Mermaid.",
  parameters: runParameters,
  reads: true,
  async run(given, { orchestrations, call }) {
    const { chunks, errors } = await orchestrations.preview({
      ...compileRequest(given, { ...call, test: true }),
      user: call.user,
      name: "",
    });
    if (errors.length > 0) throw new Error(errors.join("\n"));
    return mermaid(stepGraph(chunks));
  },
};
