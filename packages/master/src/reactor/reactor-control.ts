import type { Value, ValueMap } from "@salina/wire";
import type { OpenedReactor } from "./open-reactor.js";

/** What `reactor.*` may do. */
export interface ReactorControl {
  list(): readonly ValueMap[];
  add(tag: string, files: Value): boolean;
  delete(tag: string): boolean;
  leads(): boolean;
  setLeads(leads: boolean): void;
}

/** The reactor is made after the runners that it calls. */
export function reactorControl(opened: () => OpenedReactor): ReactorControl {
  return {
    list: () => opened().map.list(),
    add: (tag, files) => opened().map.add(tag, files),
    delete: (tag) => opened().map.delete(tag),
    leads: () => opened().reactor.leads,
    setLeads: (leads) => {
      opened().reactor.leads = leads;
    },
  };
}
