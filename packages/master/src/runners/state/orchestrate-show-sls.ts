import type { Value } from "@salina/wire";
import type { Runner } from "../runner.js";
import { compileRequest, queue, runParameters } from "./run-parameters.js";

const about: Omit<Runner, "name"> = {
  doc: "What orchestrations say, rendered and put together, without running them; `*` for all there are.",
  parameters: [...runParameters.filter(({ name }) => !["exclude", "orchestration_jid"].includes(name)), queue],
  reads: true,
  async run(given, { showSls, masterId, call }) {
    const { high, errors } = await showSls(compileRequest(given, call));
    return new Map<Value, Value>([[masterId, errors.length > 0 ? [...errors] : high]]);
  },
};

/** @source salt/runners/state.py, orchestrate_show_sls */
export const orchestrateShowSls: readonly Runner[] = ["state.orchestrate_show_sls", "state.orch_show_sls"].map(
  (name) => ({ name, ...about }),
);
