import type { Runner } from "../runner.js";

export const wheel: Runner = {
  name: "doc.wheel",
  doc: "What wheel functions there are, and what they take.",
  parameters: [],
  reads: true,
  run: (_given, { docs }) => Promise.resolve(new Map(docs.wheel().map(({ name, doc }) => [name, doc]))),
};
