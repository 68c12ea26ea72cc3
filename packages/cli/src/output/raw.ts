import { pyStr } from "@salina/wire";
import type { Outputter } from "./outputter.js";

/** The value as Python writes it. @source salt/output/raw.py */
export const raw: Outputter = (value) => pyStr(value);
