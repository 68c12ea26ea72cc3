import type { Encodable } from "@salina/wire";
import type { Runner } from "../runner.js";
import { shapeOfSchedule } from "./shapes.js";

export const list: Runner = {
  name: "schedule.list",
  doc: "The jobs that the master starts by itself, with their next and last runs.",
  parameters: [],
  reads: true,
  run(_given, { schedules }) {
    const service = schedules();
    const jobs = new Map<string, Encodable>(service.list().map((one) => [one.name, shapeOfSchedule(one)]));
    return Promise.resolve(
      new Map<string, Encodable>([
        ["enabled", service.enabled],
        ["jobs", jobs],
      ]),
    );
  },
};
