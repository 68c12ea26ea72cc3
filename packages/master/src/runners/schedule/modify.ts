import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { timingNames } from "../../schedule/setting-names.js";
import type { Runner } from "../runner.js";
import { settingsOf } from "./settings.js";
import { scheduleOf, shapeOfSchedule } from "./shapes.js";

export const modify: Runner = {
  name: "schedule.modify",
  doc: "Changes settings of a job that was added; `None` takes one away, another way of timing replaces the one before.",
  parameters: [{ name: "name", doc: "Name of the job.", type: "text" }],
  keywords: "Settings of the job, see docs/schedule.md.",
  async run(given, { schedules, call }) {
    const { name, settings, version } = scheduleOf(schedules(), given.text("name"));
    const changed = changedSettings(settings, settingsOf(given));
    if (call.test) return changed;
    return shapeOfSchedule(await schedules().replace(name, encode(changed), { ifVersion: version }));
  },
};

function changedSettings(packed: Uint8Array, changes: ValueMap): ValueMap {
  const read = decode(packed);
  const settings: ValueMap = new Map<Value, Value>(read.ok && isMap(read.value) ? read.value : []);
  const isRetimed = timingNames.some((key) => (changes.get(key) ?? null) !== null);
  if (isRetimed) for (const key of timingNames) settings.delete(key);
  for (const [key, value] of changes) {
    if (value === null) settings.delete(key);
    else settings.set(key, value);
  }
  return settings;
}
