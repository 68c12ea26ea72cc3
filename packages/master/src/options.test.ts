import { expect, test } from "vitest";
import { parseOptions } from "./options.js";

test("the config directory is the option's, else the environment's, else stock's", () => {
  const dir = (args: string[], env = {}) => {
    const options = parseOptions(args, env);
    return typeof options === "string" ? options : options.configDir;
  };

  expect(dir(["-c", "/a"], { SALT_CONFIG_DIR: "/b" })).toBe("/a");
  expect(dir(["--config-dir=/a"])).toBe("/a");
  expect(dir([], { SALT_CONFIG_DIR: "/b" })).toBe("/b");
  expect(dir([])).toBe("/etc/salt");
});

test("Salt's names of log levels are understood", () => {
  expect(parseOptions(["-l", "quiet", "--log-file-level", "garbage"], {})).toMatchObject({
    logLevel: "silent",
    logFileLevel: "trace",
  });
});

test.each([[["--bogus"]], [["-l", "nonsense"]], [["web1"]]])("%s is an error with a sentence", (args) => {
  expect(() => parseOptions(args, {})).toThrow(/\w+ .*\w+/);
});
