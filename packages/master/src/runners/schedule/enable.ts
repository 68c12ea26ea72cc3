import type { Runner } from "../runner.js";
import { shapeOfSchedule } from "./shapes.js";

function switching(enabled: boolean): Runner["run"] {
  return async (given, { schedules }) => {
    if (given.value("name") !== null) {
      return shapeOfSchedule(await schedules().setEnabled(given.text("name"), enabled));
    }
    await schedules().setAllEnabled(enabled);
    return enabled;
  };
}

export const enable: Runner = {
  doc: "Enables a scheduled job, also one of the config; without a name the schedule as a whole.",
  parameters: ["name"],
  run: switching(true),
};

export const disable: Runner = {
  doc: "Disables a scheduled job, also one of the config; without a name the schedule as a whole.",
  parameters: ["name"],
  run: switching(false),
};
