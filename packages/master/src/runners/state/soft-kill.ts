import type { Runner } from "../runner.js";
import { jid, stateId, textOrNull } from "./run-parameters.js";

export const softKill: Runner = {
  name: "state.soft_kill",
  doc: "Ends a running orchestration before its next step, or before the step with this id.",
  parameters: [jid, stateId],
  async run(given, { orchestrations, call }) {
    await orchestrations.softKill(given.text("jid"), textOrNull(given.value("state_id")), call.user);
    return true;
  },
};
