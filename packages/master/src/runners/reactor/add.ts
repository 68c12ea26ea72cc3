import type { Runner } from "../runner.js";
import { unused } from "./unused-parameters.js";

export const add: Runner = {
  name: "reactor.add",
  doc: "Has files rendered for events from now on, until the master is started again.",
  parameters: [
    { name: "event", doc: "Tag, with wildcards.", type: "text" },
    { name: "reactors", doc: "Path of an SLS file, or a list of them." },
    ...unused,
  ],
  run(given, { reactor, call }) {
    const files = given.value("reactors");
    const added = call.test || reactor.add(given.text("event"), typeof files === "string" ? [files] : files);
    return Promise.resolve(
      new Map<string, boolean | string>([
        ["status", added],
        ["comment", added ? "Reactor added." : "Reactor already exists."],
      ]),
    );
  },
};
