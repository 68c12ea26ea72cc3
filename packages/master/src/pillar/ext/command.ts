import { readJson, readYaml } from "@salina/render";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import { type RunCommand, shellQuoted } from "../run-command.js";
import type { ExtPillar } from "./ext-pillar.js";

/** `cmd_yaml`: a shell command, what it prints is YAML; `%s` in it is the minion's id. @source salt/pillar/cmd_yaml.py */
export const cmdYaml = (run: RunCommand): ExtPillar => command(run, "shell", (text) => readYaml(text, "its output"));

/** `cmd_json`: a program with arguments, what it prints is JSON. @source salt/pillar/cmd_json.py */
export const cmdJson = (run: RunCommand): ExtPillar => command(run, "program", (text) => readJson(text, "its output"));

function command(run: RunCommand, how: "shell" | "program", read: (text: string) => Value): ExtPillar {
  return (settings, _pillar, { request }): ValueMap => {
    const line = commandLine(settings);
    // An id may have signs that a shell reads: stock puts it in as it is.
    const done = run({ line: line.replaceAll("%s", shellQuoted(request.id)), how });
    const { stdout, stderr, code } = done;
    let data: Value;
    try {
      data = read(how === "shell" ? stdout : stdout + stderr);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`'${line}' ended with ${code}, and its output cannot be read: ${reason}`);
    }
    if (data === null) return new Map();
    if (!isMap(data)) throw new Error(`the output of '${line}' is no map`);
    return data;
  };
}

function commandLine(settings: Value): string {
  const line = isMap(settings) ? settings.get("command") : Array.isArray(settings) ? settings[0] : settings;
  if (typeof line !== "string" || line === "") throw new Error("it takes a command line");
  return line;
}
