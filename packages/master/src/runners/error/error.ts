import type { Runner } from "../runner.js";

/** @source salt/runners/error.py */
export const error: Runner = {
  name: "error.error",
  doc: "Fails with a message, so that callers can be tested; without a name it gives nothing.",
  parameters: [
    { name: "name", doc: "Name of the exception.", type: "text", default: null },
    { name: "message", doc: "What it says.", type: "text", default: "" },
  ],
  reads: true,
  run(given) {
    const name = given.textOrNull("name");
    if (name === null) return Promise.resolve(new Map());
    return Promise.reject(new Error(`${name}: ${given.text("message")}`));
  },
};
