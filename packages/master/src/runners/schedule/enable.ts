import type { Runner } from "../runner.js";
import { shapeOfSchedule } from "./shapes.js";

function switching(enabled: boolean): Runner["run"] {
  return async (given, { schedules, call }) => {
    if (call.test) return enabled;
    if (given.value("name") !== null) {
      return shapeOfSchedule(await schedules().setEnabled(given.text("name"), enabled));
    }
    await schedules().setAllEnabled(enabled);
    return enabled;
  };
}

export const enable: Runner = {
  name: "schedule.enable",
  doc: "Enables a scheduled job, also one of the config; without a name the schedule as a whole.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text", default: null }],
  run: switching(true),
};

export const disable: Runner = {
  name: "schedule.disable",
  doc: "Disables a scheduled job, also one of the config; without a name the schedule as a whole.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text", default: null }],
  run: switching(false),
};
