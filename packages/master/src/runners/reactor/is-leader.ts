import type { Runner } from "../runner.js";

export const isLeader: Runner = {
  name: "reactor.is_leader",
  doc: "Whether this master reacts to events.",
  parameters: [],
  reads: true,
  run: (_given, { reactor }) => Promise.resolve(reactor.leads()),
};
