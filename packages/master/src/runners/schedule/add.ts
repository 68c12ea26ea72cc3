import { encode } from "@salina/wire";
import type { Runner } from "../runner.js";
import { settingsOf } from "./settings.js";
import { shapeOfSchedule } from "./shapes.js";

export const add: Runner = {
  name: "schedule.add",
  doc: "Adds a scheduled job, durably: `salt-run schedule.add nightly function=jobs.active cron='0 3 * * *'`.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text" }],
  keywords: "Settings of the job, see docs/schedule.md.",
  async run(given, { schedules, call }) {
    const settings = settingsOf(given);
    if (call.test) return settings;
    return shapeOfSchedule(await schedules().add(given.text("name"), encode(settings)));
  },
};
