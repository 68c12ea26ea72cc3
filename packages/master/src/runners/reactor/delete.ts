import type { Runner } from "../runner.js";
import { unused } from "./unused-parameters.js";

export const deleteReactor: Runner = {
  name: "reactor.delete",
  doc: "Takes away what is done about a tag, until the master is started again.",
  parameters: [{ name: "event", doc: "Tag, as it stands in the list.", type: "text" }, ...unused],
  run(given, { reactor, call }) {
    const deleted = call.test || reactor.delete(given.text("event"));
    return Promise.resolve(
      new Map<string, boolean | string>([
        ["status", deleted],
        ["comment", deleted ? "Reactor deleted." : "Reactor does not exists."],
      ]),
    );
  },
};
