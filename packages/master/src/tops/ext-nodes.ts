import { execFile } from "node:child_process";
import { readYaml } from "@salina/render";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { splitWords } from "../pillar/run-command.js";

const maxOutputBytes = 4 << 20;

/**
 * `master_tops: {ext_nodes: ...}`: a program that is given a minion's id and prints YAML with `classes`, a list or a map
 * of SLS names, and `environment`.
 * @throws Error when it fails, takes too long, or prints something else
 * @source salt/tops/ext_nodes.py
 */
export async function extNodes(line: string, minion: string, timeoutMs: number): Promise<ValueMap> {
  const [program = "", ...args] = splitWords(line);
  const output = await new Promise<string>((resolve, reject) => {
    const options = { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: maxOutputBytes } as const;
    execFile(program, [...args, minion], options, (error, stdout) => {
      if (!error) resolve(stdout);
      else reject(error.killed ? new Error(`'${line}' took longer than ${timeoutMs / 1000} s`) : error);
    });
  });
  return topsOf(readYaml(output, `output of '${line}'`), line);
}

function topsOf(data: Value, line: string): ValueMap {
  if (data === null) return new Map();
  if (!isMap(data)) throw new Error(`the output of '${line}' is no map`);
  const environment = data.get("environment") ?? "base";
  const classes = data.get("classes") ?? null;
  const names = isMap(classes) ? [...classes.keys()] : classes;
  return Array.isArray(names) ? new Map([[pythonText(environment), names.map(pythonText)]]) : new Map();
}
