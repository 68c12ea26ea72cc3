import type { Runner } from "../runner.js";

export const setLeader: Runner = {
  name: "reactor.set_leader",
  doc: "Has this master react to events, or not; until it is started again.",
  parameters: [{ name: "value", doc: "Whether it reacts.", type: "flag", default: true }],
  run(given, { reactor, call }) {
    if (!call.test) reactor.setLeads(given.flag("value", true));
    return Promise.resolve(reactor.leads());
  },
};
