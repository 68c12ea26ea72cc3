import { invalidSchedule, type Packed, type Schedule, type ScheduleService } from "@salina/api";
import { decode, encode, isMap, type Value } from "@salina/wire";
import { isRedacted, type Redactor } from "./redactor.js";

/** The schedule as callers see it: without secrets. What they have read so they cannot write back. */
export function toldSchedules(
  service: ScheduleService,
  redactor: Pick<Redactor, "arguments" | "hides" | "texts">,
): ScheduleService {
  const told = (schedule: Schedule): Schedule => ({ ...schedule, settings: toldSettings(schedule.settings, redactor) });
  const checked = (name: string, settings: Packed): Packed => {
    if (!isRedacted(settings)) return settings;
    throw invalidSchedule({
      name: name.slice(0, 100),
      problems: ["the settings hold **redacted**, which stands for a secret: write the secret in its place"],
    });
  };
  return {
    get enabled() {
      return service.enabled;
    },
    list: () => service.list().map(told),
    get(name) {
      const found = service.get(name);
      return found && told(found);
    },
    next: (name, count) => service.next(name, count),
    add: async (name, settings) => told(await service.add(name, checked(name, settings))),
    replace: async (name, settings, options) => told(await service.replace(name, checked(name, settings), options)),
    remove: (name, options) => service.remove(name, options),
    setEnabled: async (name, enabled, options) => told(await service.setEnabled(name, enabled, options)),
    setAllEnabled: (enabled) => service.setAllEnabled(enabled),
    run: (name) => service.run(name),
    skip: async (name, at) => told(await service.skip(name, at)),
    postpone: async (name, at, to) => told(await service.postpone(name, at, to)),
    history: (name, options) => service.history(name, options),
  };
}

/** Arguments of functions with secrets, and secrets wherever they stand. */
function toldSettings(settings: Packed, redactor: Pick<Redactor, "arguments" | "hides" | "texts">): Packed {
  const read = decode(settings, { duplicateKeys: "last" });
  const fun = read.ok && isMap(read.value) ? read.value.get("function") : undefined;
  if (!read.ok || !isMap(read.value) || typeof fun !== "string" || !redactor.hides(fun))
    return redactor.texts(settings);
  const hidden = new Map<Value, Value>(read.value);
  const { args, kwargs } = { args: hidden.get("args"), kwargs: hidden.get("kwargs") };
  const hide = (values: Value[]) => {
    const shown = decode(redactor.arguments(fun, encode(values)), { duplicateKeys: "last" });
    return shown.ok && Array.isArray(shown.value) ? shown.value : [];
  };
  if (Array.isArray(args)) hidden.set("args", hide(args));
  if (isMap(kwargs)) hidden.set("kwargs", new Map([...kwargs].map(([key, one]) => [key, hide([one])[0] ?? null])));
  return redactor.texts(encode(hidden));
}
