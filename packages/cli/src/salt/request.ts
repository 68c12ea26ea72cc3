import { userInfo } from "node:os";
import type { JobRequest, Target } from "@salina/api";
import { parseCommand, yamlifyArgument } from "@salina/arguments";
import { encode, type Value } from "@salina/wire";
import type { Settings } from "../config/settings.js";
import { Exit, exitCodes, type Io } from "../io.js";
import { type GivenOptions, helpOf, noteUnused, usageError } from "../options/command.js";
import { checkTargetOptions, targetOf } from "../options/target.js";
import { saltCommandLine, targetOptions } from "./options.js";

export type TargetRequest = Pick<JobRequest, "target">;

/** Says what has no effect. @throws Exit when several target options are given */
export function checkOptions({ given }: GivenOptions, io: Io): void {
  checkTargetOptions(saltCommandLine, targetOptions, given);
  noteUnused(saltCommandLine, given, io);
}

/** @throws Exit with the help text when there is no target */
export function readTarget({ given, positionals }: GivenOptions): Target {
  const [text] = positionals;
  if (text === undefined) throw incomplete("Cannot execute command without defining a target.");
  return targetOf(given, text, true);
}

/** `-d [target] [function]`: the call of `sys.doc` that answers it. @throws Exit for more words */
export function readDocs({ given, positionals }: GivenOptions): GivenOptions {
  const [target = "*", ...words] = positionals;
  const functions = words[0] === "sys.doc" ? words.slice(1) : words;
  if (functions.length > 1) {
    throw usageError(saltCommandLine, "You can only get documentation for one method at one time.");
  }
  return { given, positionals: [target, "sys.doc", ...functions] };
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
  const metadata = settings.text("metadata");
  const minionOptions = readMinionOptions(settings);
  return {
    target,
    fun: parsed.command.fun,
    arg: encode(parsed.command.arg, "network"),
    user: userName(io),
    ...(typeof timeoutSeconds === "number" && timeoutSeconds > 0 ? { timeoutMs: timeoutSeconds * 1000 } : {}),
    ...(returners === undefined ? {} : { returners }),
    ...(metadata === undefined ? {} : { metadata: encode(yamlifyArgument(metadata), "network") }),
    ...(minionOptions === undefined ? {} : { options: minionOptions }),
  };
}

/** What the publish tells minions besides; the names are those of the publish. */
function readMinionOptions(settings: Settings): Uint8Array | undefined {
  const options = new Map<Value, Value>();
  const config = settings.text("return_config");
  if (config !== undefined) options.set("ret_config", config);
  for (const [setting, name] of [
    ["return_kwargs", "ret_kwargs"],
    ["module_executors", "module_executors"],
    ["executor_opts", "executor_opts"],
  ] as const) {
    const text = settings.text(setting);
    if (text !== undefined) options.set(name, yamlifyArgument(text));
  }
  return options.size === 0 ? undefined : encode(options, "network");
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

export function accountName(io: Io): string {
  try {
    return userInfo().username;
  } catch {
    // The account has no name, as in a container with a bare uid.
    return io.env["USER"] ?? "unknown";
  }
}
