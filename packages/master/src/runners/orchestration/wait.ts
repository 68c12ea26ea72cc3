import type { Runner } from "../runner.js";
import { jid } from "../state/run-parameters.js";
import { shownEnd } from "../state/shown-end.js";

export const wait: Runner = {
  name: "orchestration.wait",
  doc: "Waits for the end of a run, and shows what it gave.",
  parameters: [jid],
  reads: true,
  run: async (given, { orchestrations, masterId }) => shownEnd(await orchestrations.wait(given.text("jid")), masterId),
};
