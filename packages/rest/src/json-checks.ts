/** Whether parsed JSON is nested deeper than `max`. Needs no call stack, so any depth is safe to ask about. */
export function isDeeperThan(json: unknown, max: number): boolean {
  let level = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > max) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Whether a number was beyond what JavaScript holds exactly. For JSON whose depth has been checked. */
export function hasRoundedInteger(json: unknown): boolean {
  if (typeof json === "number") return Number.isInteger(json) && !Number.isSafeInteger(json);
  return typeof json === "object" && json !== null && Object.values(json).some(hasRoundedInteger);
}
