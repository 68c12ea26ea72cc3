import type { Runner } from "../runner.js";
import { unused } from "./unused-parameters.js";

export const list: Runner = {
  name: "reactor.list",
  doc: "What is done about which events: a list of maps with one key each.",
  parameters: unused,
  reads: true,
  run: (_given, { reactor }) => Promise.resolve(reactor.list()),
};
