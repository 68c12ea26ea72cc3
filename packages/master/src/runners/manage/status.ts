import type { Runner } from "../runner.js";
import { ping, pingParameters } from "./ping.js";

export const status: Runner = {
  name: "manage.status",
  doc: "Which minions of a target answer now, and which do not.",
  parameters: [{ name: "output", doc: "Left aside.", default: true }, ...pingParameters],
  async run(given, context) {
    const { up, down } = await ping(given, context);
    return new Map([
      ["up", up],
      ["down", down],
    ]);
  },
};
