import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { compileRequest, confirm, runParameters } from "../state/run-parameters.js";
import { describedStep } from "./run-shapes.js";

export const preview: Runner = {
  name: "orchestration.preview",
  doc: "What a run would do: its steps in order, the destructive ones with their minions, and the word that approves them.",
  parameters: [...runParameters, confirm],
  reads: true,
  async run(given, { orchestrations, call }) {
    const request = compileRequest(given, call);
    const { chunks, errors, destructive, word } = await orchestrations.preview({
      ...request,
      user: call.user,
      name: "",
    });
    return new Map<Value, Value>([
      ["errors", [...errors]],
      ["steps", chunks.map(describedStep)],
      ["destructive", new Map<Value, Value>(destructive.map(({ id, minions }) => [id, [...minions]]))],
      ["confirm", word],
    ]);
  },
};
