import type { Runner } from "../runner.js";
import { runJid } from "./run-high.js";
import { compileRequest, confirm, runParameters, textOrNull } from "./run-parameters.js";
import { shownEnd } from "./shown-end.js";

const about: Omit<Runner, "name"> = {
  doc: "Runs an orchestration: SLS whose steps run on minions or on the master. Written down step by step: a run goes on after a restart.",
  parameters: [...runParameters, confirm],
  async run(given, { orchestrations, masterId, call }) {
    const request = compileRequest(given, call);
    const name = request.what.kind === "sls" ? request.what.mods.join(",") : "";
    const jid = runJid(call);
    await orchestrations.start({ ...request, jid, user: call.user, name, confirm: textOrNull(given.value("confirm")) });
    return shownEnd(await orchestrations.wait(jid), masterId);
  },
};

/** @source salt/runners/state.py, orchestrate and its other names */
export const orchestrate: readonly Runner[] = ["state.orchestrate", "state.orch", "state.sls"].map((name) => ({
  name,
  ...about,
}));
