import type { FunctionParameter } from "../../functions/master-function.js";

export const jidParameter: FunctionParameter = { name: "jid", doc: "Id of a job.", type: "text" };
export const extSource: FunctionParameter = {
  name: "ext_source",
  doc: "Left aside: jobs stand in the master's store.",
  default: null,
};
export const displayProgress: FunctionParameter = {
  name: "display_progress",
  doc: "Tells how far it is.",
  default: false,
};
export const outputter: FunctionParameter = {
  name: "outputter",
  doc: "How it is to be shown.",
  type: "text",
  default: null,
};
