import type { Runner } from "../runner.js";

export const runner: Runner = {
  name: "doc.runner",
  doc: "What runners there are, and what they take.",
  parameters: [],
  reads: true,
  run: (_given, { docs }) => Promise.resolve(new Map(docs.runner().map(({ name, doc }) => [name, doc]))),
};
