import type { Runner } from "../runner.js";
import { ping, pingParameters } from "./ping.js";

export const up: Runner = {
  name: "manage.up",
  doc: "Which minions of a target answer now.",
  parameters: pingParameters,
  run: async (given, context) => (await ping(given, context)).up,
};
