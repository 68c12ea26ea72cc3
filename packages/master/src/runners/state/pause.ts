import type { Runner } from "../runner.js";
import { jid, stateId, textOrNull } from "./run-parameters.js";

const about: Omit<Runner, "name"> = {
  doc: "Pauses a running orchestration before its next step, or before the step with this id.",
  parameters: [
    jid,
    stateId,
    { name: "duration", doc: "Seconds; else until `state.resume`.", type: "number", default: null },
  ],
  async run(given, { orchestrations, call }) {
    const seconds = given.number("duration", 0);
    const id = textOrNull(given.value("state_id"));
    await orchestrations.pause(given.text("jid"), id, seconds > 0 ? seconds * 1000 : null, call.user);
    return true;
  },
};

/** @source salt/runners/state.py, pause */
export const pause: readonly Runner[] = ["state.pause", "state.set_pause"].map((name) => ({ name, ...about }));
