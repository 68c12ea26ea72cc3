import { encode } from "@salina/wire";
import type { Runner } from "../runner.js";
import { settingParameters, settingsOf } from "./settings.js";
import { shapeOfSchedule } from "./shapes.js";

export const add: Runner = {
  doc: "Adds a scheduled job, durably: `salt-run schedule.add nightly function=jobs.active cron='0 3 * * *'`.",
  parameters: ["name", ...settingParameters],
  run: async (given, { schedules }) =>
    shapeOfSchedule(await schedules().add(given.text("name"), encode(settingsOf(given)))),
};
