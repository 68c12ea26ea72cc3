import { createHash, createHmac, randomBytes, randomInt } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { isMap, type Value } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import type { CommandResult } from "../run-command.js";
import { type FunctionContext, type FunctionModule, functionOf, type MasterFunction } from "./master-function.js";

const commandParameters = ["cmd", "cwd", "stdin", "shell", "env", "timeout", "python_shell", "ignore_retcode"];

interface CommandKind {
  /** What it prints on its two ways comes as one. */
  readonly together?: boolean;
  /** By a shell in any case: otherwise only where `python_shell` says so. */
  readonly shell?: boolean;
}

function command(show: (done: CommandResult) => Value, kind: CommandKind = {}): MasterFunction {
  return functionOf(commandParameters, (given, context) => show(executed(given, context, kind)), { more: true });
}

function executed(given: Parameters, { run }: FunctionContext, { together, shell }: CommandKind): CommandResult {
  const cmd = given.value("cmd");
  const line = Array.isArray(cmd) ? cmd.map((word) => quoted(String(word))).join(" ") : given.text("cmd");
  const env = given.value("env");
  const environment = isMap(env)
    ? new Map([...env].map(([key, value]): [string, string] => [String(key), String(value)]))
    : undefined;
  const seconds = given.number("timeout", 0);
  const byShell = shell === true || given.flag("python_shell");
  const done = run({
    line: together && byShell ? `exec 2>&1\n${line}` : line,
    how: byShell ? "shell" : "program",
    ...(given.value("cwd") === null ? {} : { directory: given.text("cwd") }),
    ...(given.value("stdin") === null ? {} : { stdin: given.text("stdin") }),
    ...(given.value("shell") === null ? {} : { shell: given.text("shell") }),
    ...(environment ? { environment } : {}),
    ...(seconds > 0 ? { timeoutMs: seconds * 1000 } : {}),
  });
  if (!together || byShell || done.stderr === "") return done;
  return { ...done, stdout: [done.stdout, done.stderr].filter((text) => text !== "").join("\n") };
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** On the master, as the master's account. Without `python_shell` a line is words, not a shell's. @source salt/modules/cmdmod.py */
export const cmdFunctions: FunctionModule = {
  run: command(({ stdout }) => stdout, { together: true }),
  shell: command(({ stdout }) => stdout, { together: true, shell: true }),
  run_stdout: command(({ stdout }) => stdout),
  run_stderr: command(({ stderr }) => stderr),
  retcode: command(({ code }) => code),
  run_all: command(
    ({ pid, code, stdout, stderr }) =>
      new Map<Value, Value>([
        ["pid", pid],
        ["retcode", code],
        ["stdout", stdout],
        ["stderr", stderr],
      ]),
  ),
  which: functionOf(["cmd"], (given) => which(given.text("cmd"))),
  has_exec: functionOf(["cmd"], (given) => which(given.text("cmd")) !== null),
};

function which(name: string): string | null {
  for (const directory of (process.env["PATH"] ?? "").split(delimiter)) {
    const found = statSync(join(directory, name), { throwIfNoEntry: false });
    if (found?.isFile() && (found.mode & 0o111) !== 0) return join(directory, name);
  }
  return null;
}

/** Files of the master's machine, as the master's account may read them. */
export const fileFunctions: FunctionModule = {
  file_exists: functionOf(["path"], (given) => stats(given.text("path"))?.isFile() ?? false),
  directory_exists: functionOf(["path"], (given) => stats(given.text("path"))?.isDirectory() ?? false),
  read: functionOf(["path", "binary"], (given) => readSmall(given.text("path")).toString("utf8")),
  readdir: functionOf(["path"], (given) => [".", "..", ...readdirSync(given.text("path")).sort()]),
  basename: functionOf(["path"], (given) => basename(given.text("path"))),
  dirname: functionOf(["path"], (given) => dirname(given.text("path"))),
  join: functionOf(["a", "b", "c", "d", "e"], (given) =>
    join(...["a", "b", "c", "d", "e"].filter((name) => given.has(name)).map((name) => given.text(name))),
  ),
  get_hash: functionOf(["path", "form"], (given) =>
    digest(readSmall(given.text("path")), given.text("form", "sha256")),
  ),
};

const maxFileBytes = 16 << 20;

function stats(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

function readSmall(path: string): Buffer {
  const found = stats(path);
  if (!found?.isFile()) throw new Error(`${path} is no file`);
  if (found.size > maxFileBytes) throw new Error(`${path} is larger than ${maxFileBytes} bytes`);
  return readFileSync(path);
}

const bytesOf = (value: Value) => (value instanceof Uint8Array ? value : Buffer.from(String(value)));

function digest(of: Uint8Array, algorithm: string): string {
  try {
    return createHash(algorithm).update(of).digest("hex");
  } catch {
    throw new Error(`there is no checksum '${algorithm}'`);
  }
}

const hashed = (algorithm: string): MasterFunction =>
  functionOf(["instr"], (given) => digest(bytesOf(given.value("instr")), algorithm));
const withLineEnds = (text: string) => text.replace(/.{1,76}/g, "$&\n");

export const hashutilFunctions: FunctionModule = {
  digest: functionOf(["instr", "checksum"], (given) =>
    digest(bytesOf(given.value("instr")), given.text("checksum", "md5")),
  ),
  digest_file: functionOf(["infile", "checksum"], (given) =>
    digest(readSmall(given.text("infile")), given.text("checksum", "md5")),
  ),
  md5_digest: hashed("md5"),
  sha256_digest: hashed("sha256"),
  sha512_digest: hashed("sha512"),
  base64_b64encode: functionOf(["instr"], (given) => Buffer.from(bytesOf(given.value("instr"))).toString("base64")),
  base64_b64decode: functionOf(["instr"], (given) => Buffer.from(given.text("instr"), "base64").toString("utf8")),
  base64_encodestring: functionOf(["instr"], (given) =>
    withLineEnds(Buffer.from(bytesOf(given.value("instr"))).toString("base64")),
  ),
  base64_encodefile: functionOf(["fname"], (given) => withLineEnds(readSmall(given.text("fname")).toString("base64"))),
  base64_decodestring: functionOf(["instr"], (given) => Buffer.from(given.text("instr"), "base64").toString("utf8")),
  hmac_compute: functionOf(["string", "shared_secret"], (given) =>
    createHmac("sha256", given.text("shared_secret")).update(given.text("string")).digest("hex"),
  ),
  hmac_signature: functionOf(
    ["string", "shared_secret", "challenge_hmac"],
    (given) =>
      createHmac("sha256", given.text("shared_secret")).update(given.text("string")).digest("base64") ===
      given.text("challenge_hmac"),
  ),
};

const lower = "abcdefghijklmnopqrstuvwxyz";
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

export const randomFunctions: FunctionModule = {
  get_str: functionOf(
    ["length", "chars", "lowercase", "uppercase", "digits", "punctuation", "whitespace", "printable"],
    (given) => {
      const length = given.number("length", 20);
      if (!Number.isInteger(length) || length < 1 || length > 1_000_000)
        throw new Error("random.get_str(): wrong length");
      const classes = [
        given.flag("lowercase", true) || given.flag("printable") ? lower : "",
        given.flag("uppercase", true) || given.flag("printable") ? lower.toUpperCase() : "",
        given.flag("digits", true) || given.flag("printable") ? "0123456789" : "",
        given.flag("punctuation", true) || given.flag("printable") ? punctuation : "",
        given.flag("whitespace") || given.flag("printable") ? " \t\n\r\x0b\x0c" : "",
      ];
      const signs = given.text("chars", classes.join(""));
      if (signs === "") throw new Error("Either chars or one of the classes of characters is needed");
      return Array.from({ length }, () => signs[randomInt(signs.length)]).join("");
    },
  ),
  rand_int: functionOf(["start", "end", "seed"], (given) => {
    if (given.value("seed") !== null) throw new Error("random.rand_int(): `seed` is not available: it is Python's");
    return randomInt(given.number("start", 1), given.number("end", 10) + 1);
  }),
  hash: functionOf(["value", "algorithm"], (given) =>
    digest(bytesOf(given.value("value")), given.text("algorithm", "sha512")),
  ),
  str_encode: functionOf(["value", "encoder"], (given) => {
    const encoder = given.text("encoder", "base64");
    if (encoder !== "base64") throw new Error(`random.str_encode(): there is no encoder '${encoder}'`);
    return withLineEnds(Buffer.from(given.text("value")).toString("base64"));
  }),
  // Not a number that a stock master would give: there it depends on Python's own hash of the id.
  seed: functionOf(["range", "hash"], (given, { minion }) => {
    const first = createHash("sha256").update(given.text("hash", minion)).digest().readUInt32BE(0);
    return first % Math.max(1, given.number("range", 10));
  }),
};

export const environFunctions: FunctionModule = {
  get: functionOf(["key", "default"], (given) => process.env[given.text("key")] ?? given.text("default", "")),
  has_value: functionOf(["key", "value"], (given) => {
    const found = process.env[given.text("key")];
    return found !== undefined && (given.value("value") === null || given.value("value") === found);
  }),
  items: functionOf([], () => new Map(Object.entries(process.env).map(([key, value]) => [key, value ?? ""]))),
};

/** Of the master's machine, as in stock. */
export const networkFunctions: FunctionModule = {
  get_hostname: functionOf([], () => hostname()),
  ip_addrs: functionOf(["interface", "include_loopback", "cidr", "type"], (given) => addresses(given, "IPv4"), {
    more: true,
  }),
  ipaddrs: functionOf(["interface", "include_loopback", "cidr", "type"], (given) => addresses(given, "IPv4"), {
    more: true,
  }),
  ip_addrs6: functionOf(["interface", "include_loopback", "cidr"], (given) => addresses(given, "IPv6"), { more: true }),
};

function addresses(given: Parameters, family: "IPv4" | "IPv6"): Value {
  const wanted = given.value("interface");
  return Object.entries(networkInterfaces())
    .filter(([name]) => wanted === null || wanted === name)
    .flatMap(([, entries]) => entries ?? [])
    .filter((one) => one.family === family && (given.flag("include_loopback") || !one.internal))
    .map(({ address }) => address)
    .sort();
}

export const testFunctions: FunctionModule = {
  ping: functionOf([], () => true),
  echo: functionOf(["text"], (given) => given.value("text")),
  rand_str: functionOf(["size", "hash_type"], () => randomBytes(16).toString("hex")),
};
