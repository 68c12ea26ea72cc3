import type { Runner } from "../runner.js";
import { ping, pingParameters } from "./ping.js";

export const down: Runner = {
  name: "manage.down",
  doc: "Which minions of a target do not answer now.",
  parameters: [{ name: "removekeys", doc: "Deletes their keys.", default: false }, ...pingParameters],
  async run(given, context) {
    const found = await ping(given, context);
    if (given.flag("removekeys") && !context.call.test && found.down.length > 0) {
      const keys = found.down.map((id) => ({ id, state: "accepted" as const }));
      await context.keys.change({ action: "delete", keys });
    }
    return found.down;
  },
};
