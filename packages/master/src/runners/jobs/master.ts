import type { Encodable } from "@salina/wire";
import type { Runner } from "../runner.js";

export const master: Runner = {
  name: "jobs.master",
  doc: "Runners and wheel functions that this master is running now.",
  parameters: [],
  reads: true,
  run: (_given, { running, call }) =>
    Promise.resolve(
      running()
        .filter(({ jid }) => jid !== call.jid)
        .map(
          ({ fun, jid, user, arg }) =>
            new Map<string, Encodable>([
              ["fun", fun],
              ["jid", jid],
              ["user", user],
              ["fun_args", [...arg]],
              ["pid", process.pid],
            ]),
        ),
    ),
};
