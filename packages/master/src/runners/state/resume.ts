import type { Runner } from "../runner.js";
import { jid, stateId, textOrNull } from "./run-parameters.js";

const about: Omit<Runner, "name"> = {
  doc: "Lets a paused orchestration go on. (A failed one goes on with `orchestration.retry`.)",
  parameters: [jid, stateId],
  async run(given, { orchestrations, call }) {
    await orchestrations.unpause(given.text("jid"), textOrNull(given.value("state_id")), call.user);
    return true;
  },
};

/** @source salt/runners/state.py, resume */
export const resume: readonly Runner[] = ["state.resume", "state.rm_pause"].map((name) => ({ name, ...about }));
