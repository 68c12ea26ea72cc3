import type { WheelFunction } from "../wheel-function.js";

export const values: WheelFunction = {
  name: "config.values",
  doc: "The options of the master, those that it does not know itself (`saltgui_*`) too; secrets are left out or masked.",
  reads: true,
  parameters: [],
  run: (_given, { options }) => Promise.resolve(options),
};
