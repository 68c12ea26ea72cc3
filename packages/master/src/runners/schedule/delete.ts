import type { Runner } from "../runner.js";

export const remove: Runner = {
  doc: "Removes a job that was added, with its history.",
  parameters: ["name"],
  async run(given, { schedules }) {
    await schedules().remove(given.text("name"));
    return true;
  },
};
