import { readFile } from "node:fs/promises";
import { isMap, pythonText, type Value } from "@salina/wire";
import { SettingsReader } from "../settings-reader.js";
import type { AlertTarget } from "./alert.js";
import { mailCommand } from "./mail-command.js";
import { webhook } from "./webhook.js";

export interface AlertContext {
  readonly masterId: string;
  readonly nowMs: () => number;
}

const minSecretLength = 16;

/** `salina: schedule_alerts`: names, each with a `webhook` or a `command`. What cannot be read is told and left out. */
export async function readAlerts(
  value: Value,
  context: AlertContext,
): Promise<{ readonly targets: readonly AlertTarget[]; readonly warnings: readonly string[] }> {
  if (value === null) return { targets: [], warnings: [] };
  if (!isMap(value)) return { targets: [], warnings: ["expected a map of names"] };
  const targets: AlertTarget[] = [];
  const warnings: string[] = [];
  for (const [key, settings] of value) {
    const name = pythonText(key).slice(0, 100);
    if (!isMap(settings)) {
      warnings.push(`${name}: expected a map with \`webhook\` or \`command\``);
      continue;
    }
    const read = new SettingsReader(settings);
    const target = read.has("webhook") ? await readWebhook(name, read, context) : readCommand(name, read, context);
    for (const one of read.left()) read.problem(one, "there is no such setting");
    for (const { key: setting, reason } of read.problems) warnings.push(`${name}: \`${setting}\`: ${reason}`);
    if (target !== null && read.problems.length === 0) targets.push(target);
  }
  return { targets, warnings };
}

async function readWebhook(name: string, read: SettingsReader, context: AlertContext): Promise<AlertTarget | null> {
  const url = read.text("webhook") ?? "";
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) read.problem("webhook", "expected a URL with http or https");
  const timeoutMs = (read.integer("timeout", 1, 300) ?? 10) * 1000;
  const secret = await readSecret(read);
  return webhook(name, { url, secret, timeoutMs, ...context });
}

async function readSecret(read: SettingsReader): Promise<string | null> {
  const file = read.text("secret_file");
  const inline = read.text("secret");
  if (file !== null && inline !== null) read.problem("secret", "it cannot stand beside `secret_file`");
  const secret = file === null ? inline : await contentOf(read, file);
  if (secret !== null && secret.length < minSecretLength) {
    read.problem(file === null ? "secret" : "secret_file", `expected at least ${minSecretLength} characters`);
  }
  return secret;
}

async function contentOf(read: SettingsReader, file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    read.problem("secret_file", error instanceof Error ? error.message : String(error));
    return null;
  }
}

function readCommand(name: string, read: SettingsReader, { masterId }: AlertContext): AlertTarget | null {
  const given = read.take("command");
  const words = Array.isArray(given) ? given : [];
  const [program, ...args] = words.filter((word) => typeof word === "string");
  const to = read.text("to");
  const timeoutMs = (read.integer("timeout", 1, 300) ?? 30) * 1000;
  if (to !== null && !/^[\x21-\x7e]+(, ?[\x21-\x7e]+)*$/.test(to)) read.problem("to", "expected mail addresses");
  if (program === undefined || args.length + 1 !== words.length || !program.startsWith("/")) {
    read.problem("command", "expected a list: the absolute path of a program, then its arguments");
    return null;
  }
  return mailCommand(name, { command: [program, ...args], to, timeoutMs, masterId });
}
