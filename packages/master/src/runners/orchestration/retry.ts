import type { Runner } from "../runner.js";
import { confirm, jid, textOrNull } from "../state/run-parameters.js";
import { shownEnd } from "../state/shown-end.js";

export const retry: Runner = {
  name: "orchestration.retry",
  doc: "Goes on with a failed or cancelled run from the steps that failed; what went well is not run again.",
  parameters: [jid, confirm],
  async run(given, { orchestrations, masterId, call }) {
    const run = given.text("jid");
    await orchestrations.retry(run, call.user, textOrNull(given.value("confirm")));
    return shownEnd(await orchestrations.wait(run), masterId);
  },
};
