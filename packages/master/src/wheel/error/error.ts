import type { WheelFunction } from "../wheel-function.js";

export const error: WheelFunction = {
  name: "error.error",
  doc: "Fails with a message, so that callers can be tested; without a name it gives nothing.",
  reads: true,
  parameters: [
    { name: "name", doc: "Name of the exception.", default: null },
    { name: "message", doc: "What it says.", default: "" },
  ],
  run(given) {
    if (given.value("name") === null) return Promise.resolve(new Map());
    return Promise.reject(new Error(`${given.text("name")}: ${given.text("message", "")}`));
  },
};
