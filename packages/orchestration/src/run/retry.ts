import { isMap, pythonText, type Value } from "@salina/wire";

export interface Retry {
  readonly until: boolean;
  readonly attempts: number;
  readonly intervalS: number;
  readonly splayS: number;
}

const standard: Retry = { until: true, attempts: 2, intervalS: 30, splayS: 0 };

/** @source salt/state.py, State.verify_retry_data: what is not of its type counts as not given */
export function readRetry(given: Value): Retry {
  if (given === false) return { ...standard, attempts: 0 };
  if (!isMap(given)) return standard;
  const until = given.get("until");
  const whole = (key: string, otherwise: number) => {
    const value = given.get(key);
    if (typeof value === "boolean") return Number(value);
    return typeof value === "number" && Number.isInteger(value) ? value : otherwise;
  };
  return {
    until: typeof until === "boolean" ? until : standard.until,
    attempts: whole("attempts", standard.attempts),
    intervalS: whole("interval", standard.intervalS),
    splayS: whole("splay", standard.splayS),
  };
}

/** What test mode says about it. */
export function retryInTest(comment: Value, { intervalS, splayS, attempts, until }: Retry): string {
  const said = comment === null || comment === "" ? "" : pythonText(comment);
  return `${said}  The state would be retried every ${intervalS} seconds (with a splay of up to ${splayS} seconds) a maximum of ${attempts} times or until a result of ${pythonText(until)} is returned`;
}
