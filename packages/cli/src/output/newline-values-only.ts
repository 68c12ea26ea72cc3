import { pyStr } from "@salina/wire";
import { OutputFailure, type Outputter } from "./outputter.js";

/** The values without their minions, a list spread to one line an element. @source salt/output/newline_values_only.py */
export const newlineValuesOnly: Outputter = (value) => {
  if (!(value instanceof Map)) throw new OutputFailure("a mapping is needed");
  return Array.from(value.values(), (item) => (Array.isArray(item) ? item : [item]))
    .flat(1)
    .map(pyStr)
    .join("\n");
};
