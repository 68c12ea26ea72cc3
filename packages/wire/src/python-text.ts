import { Float, type Value } from "./value.js";

/** The text Python's `str()` gives a scalar, for keys of maps that must become text. */
export function pythonText(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isSafeInteger(value) ? value.toString() : pythonFloat(value);
  if (value instanceof Float) return pythonFloat(value.value);
  if (value instanceof Uint8Array) return pythonBytes(value);
  return "";
}

/** Python's repr of a float: shortest digits, exponent below 1e-4 and from 1e16 on. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [digits = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const size = Math.abs(exponent).toString().padStart(2, "0");
    return `${digits}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  const plain = exponent < 0 ? smallDecimal(digits, exponent) : value.toString();
  return plain.includes(".") ? plain : `${plain}.0`;
}

function smallDecimal(digits: string, exponent: number): string {
  const sign = digits.startsWith("-") ? "-" : "";
  return `${sign}0.${"0".repeat(-exponent - 1)}${digits.replace(/[-.]/g, "")}`;
}

const SHORT_ESCAPES = new Map([
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x5c, "\\\\"],
]);

/** Python's repr of a bytes object. */
export function pythonBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let body = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    const short = SHORT_ESCAPES.get(byte);
    if (short !== undefined) body += short;
    else if (char === quote) body += `\\${char}`;
    else if (byte >= 0x20 && byte < 0x7f) body += char;
    else body += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `b${quote}${body}${quote}`;
}
