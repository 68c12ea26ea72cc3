import type { Runner } from "../runner.js";
import { jid } from "../state/run-parameters.js";

export const cancel: Runner = {
  name: "orchestration.cancel",
  doc: "Ends a running orchestration at once. What its step has begun on minions goes on there.",
  parameters: [jid],
  async run(given, { orchestrations, call }) {
    await orchestrations.cancel(given.text("jid"), call.user);
    return true;
  },
};
