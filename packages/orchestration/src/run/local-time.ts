/** `datetime.time().isoformat()`: `01:29:13.753000`, local time. */
export function localTime(epochMs: number): string {
  const at = new Date(epochMs);
  const two = (part: number) => String(part).padStart(2, "0");
  const whole = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const ms = at.getMilliseconds();
  return ms === 0 ? whole : `${whole}.${String(ms).padStart(3, "0")}000`;
}
