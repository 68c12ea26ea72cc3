import type { Ext } from "./value.js";

/** How Salt packs a `datetime`: extension 78 with `%Y%m%dT%H:%M:%S.%f`. @source salt/payload.py */
const datetimeExtension = 78;
const packedDatetime = /^(\d{4})(\d\d)(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{1,6})$/;

export interface PythonDatetime {
  /** `str()`: `2024-01-31 23:59:59.123456` */
  readonly text: string;
  readonly repr: string;
}

/** Reads the extension in which datetimes travel; undefined for any other. */
export function readDatetime(ext: Ext): PythonDatetime | undefined {
  if (ext.type !== datetimeExtension) return undefined;
  const match = packedDatetime.exec(new TextDecoder().decode(ext.data));
  if (!match) return undefined;
  const [year = "", month = "", day = "", hour = "", minute = "", second = "", fraction = ""] = match.slice(1);
  const micros = Number(fraction.padEnd(6, "0"));
  const parts = [year, month, day, hour, minute].map(Number);
  if (micros > 0) parts.push(Number(second), micros);
  else if (Number(second) > 0) parts.push(Number(second));
  const shownFraction = micros > 0 ? `.${String(micros).padStart(6, "0")}` : "";
  return {
    text: `${year}-${month}-${day} ${hour}:${minute}:${second}${shownFraction}`,
    repr: `datetime.datetime(${parts.join(", ")})`,
  };
}
