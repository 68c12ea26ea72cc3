import { userInfo } from "node:os";
import { type JobRequest, type Target, targetTypes } from "@salina/api";
import { parseCommand, yamlifyArgument } from "@salina/arguments";
import { encode } from "@salina/wire";
import type { Settings } from "../config/settings.js";
import { Exit, exitCodes, type Io, logLine } from "../io.js";
import { type GivenOptions, helpOf, refuseNotServed, usageError } from "../options/command.js";
import { saltCommandLine, targetOptions } from "./options.js";

export type TargetRequest = Pick<JobRequest, "target">;

/** @throws Exit when several target options are given, or one that is not served */
export function checkOptions({ given }: GivenOptions): void {
  const chosen = targetOptions.filter((option) => given.has(option.dest));
  if (chosen.length > 1) {
    const names = chosen.map(({ flags }) => flags.find((flag) => flag.startsWith("--"))).join("/");
    throw usageError(saltCommandLine, `The options ${names} are mutually exclusive. Please only choose one of them`);
  }
  refuseNotServed(saltCommandLine, given);
}

/** @throws Exit with the help text when there is no target */
export function readTarget({ given, positionals }: GivenOptions): Target {
  const [text] = positionals;
  if (text === undefined) throw incomplete("Cannot execute command without defining a target.");
  if (given.has("list")) return { type: "list", expression: splitList(text) };
  const type = targetTypes.find((one) => given.has(one === "pillar" ? "pillar_target" : one)) ?? "glob";
  const delimiter = given.get("delimiter");
  return { type, expression: text, ...(typeof delimiter === "string" && delimiter !== ":" ? { delimiter } : {}) };
}

/** With a comma, all blanks are dropped; without one, blanks part the ids. */
function splitList(text: string): string[] {
  return text.includes(",") ? text.replaceAll(" ", "").split(",") : text.split(/\s+/).filter((id) => id !== "");
}

/** @throws Exit when the function is missing or a compound command does not add up */
export function readJob(options: GivenOptions, settings: Settings, io: Io): JobRequest {
  const target = readTarget(options);
  const [, fun, ...words] = options.positionals;
  if (fun === undefined) throw incomplete("Incomplete options passed.");
  const unparsed = settings.text("no_parse") ?? io.env["SALT_NO_PARSE"] ?? "";
  const parsed = parseCommand(fun, words, {
    separator: settings.text("args_separator") ?? ",",
    unparsed: unparsed.split(",").filter((name) => name !== ""),
  });
  if (!parsed.ok) throw new Exit(exitCodes.incomplete, { stderr: `${parsed.text}\n` });
  const timeoutSeconds = options.given.get("timeout");
  const returners = settings.text("return");
  const metadata = readMetadata(settings.text("metadata"), io);
  return {
    target,
    fun: parsed.command.fun,
    arg: encode(parsed.command.arg, "network"),
    user: userName(io),
    ...(typeof timeoutSeconds === "number" && timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {}),
    ...(returners === undefined ? {} : { returners }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function readMetadata(text: string | undefined, io: Io): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const value = yamlifyArgument(text);
  if (value instanceof Map) return encode(value, "network");
  logLine(io, "WARNING", "The metadata parameter must be passed as a dictionary. Ignoring.");
  return undefined;
}

function incomplete(text: string): Exit {
  return new Exit(exitCodes.incomplete, { stdout: helpOf(saltCommandLine), stderr: `\n${text}\n\n` });
}

/** As Salt names callers: root by `sudo` is `sudo_NAME`. */
function userName(io: Io): string {
  const name = accountName(io);
  const sudoUser = io.env["SUDO_USER"];
  return name === "root" && sudoUser && sudoUser !== "root" ? `sudo_${sudoUser}` : name;
}

function accountName(io: Io): string {
  try {
    return userInfo().username;
  } catch {
    // The account has no name, as in a container with a bare uid.
    return io.env["USER"] ?? "unknown";
  }
}
