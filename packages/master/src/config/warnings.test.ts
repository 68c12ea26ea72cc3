import { expect, test } from "vitest";
import { similarName } from "./similar-name.js";
import { loaded } from "./testing/load.js";

const warningsOf = async (text: string) => (await loaded(text)).warnings;

test("an option of Salt that is not supported is named with its place", async () => {
  expect(await warningsOf("timeout: 5\nworker_threads: 12\n")).toEqual([
    {
      option: "worker_threads",
      file: "/etc/salt/master",
      line: 2,
      text: "the option `worker_threads` of Salt is not supported yet; it is ignored",
    },
  ]);
});

test("the place is that of the file which says it", async () => {
  const { warnings } = await loaded({
    "/etc/salt/master": "worker_threads: 12\n",
    "/etc/salt/master.d/a.conf": "# here\n\nworker_threads: 13\n",
  });

  expect(warnings).toMatchObject([{ file: "/etc/salt/master.d/a.conf", line: 3 }]);
});

test.each([
  "worker_threads: 5",
  "file_recv: no",
  "nodegroups:",
  "peer: {}",
  "renderer: jinja|yaml",
  "file_ignore_glob: []",
])("%j is stock's default and earns no warning", async (text) => {
  expect(await warningsOf(text)).toEqual([]);
});

test("a protection that is not in force sounds like one", async () => {
  const [warning] = await warningsOf("require_minion_sign_messages: true\n");

  expect(warning?.text).toContain("the protection that it asks for is NOT in force");
});

test.each([
  ["publish_prot: 4505", "publish_prot", "did you mean `publish_port`?"],
  ["time_out: 4", "time_out", "did you mean `timeout`?"],
  ["file_rots: {}", "file_rots", "did you mean `file_roots`?"],
  ["salina: {event_rng: 500}", "salina.event_rng", "did you mean `salina.event_ring`?"],
  [
    "salina: {rest: {tokens: [{name: a, token: 0123456789abcdef0123456789abcdeX}], hots: x}}",
    "salina.rest.hots",
    "did you mean `salina.rest.host`?",
  ],
])("%j: the name that was meant is guessed", async (text, option, hint) => {
  const [warning] = await warningsOf(text);

  expect(warning).toMatchObject({ option });
  expect(warning?.text).toContain(hint);
});

test("a name unlike any other gets no guess", async () => {
  expect(await warningsOf("my_own_module_setting: 1\n")).toMatchObject([
    { text: "there is no option `my_own_module_setting`; it is ignored" },
  ]);
});

test.each([
  ["abcd", ["abdc"], "abdc"],
  ["abcd", ["abcdef", "abcde"], "abcde"],
  ["abcd", ["wxyz"], undefined],
  ["ab", ["xy"], undefined],
  ["", ["a"], undefined],
  ["x".repeat(1000), ["x".repeat(1000)], undefined],
])("the name most like %j among %j is %j", (name, names, expected) => {
  expect(similarName(name, names)).toBe(expected);
});

test("syslog is not supported, and the log goes to no file of that name", async () => {
  const { config, warnings } = await loaded("log_file: udp://loghost:10514/LOG_USER\n");

  expect(config.log.file).toBeNull();
  expect(warnings).toMatchObject([{ option: "log_file", line: 1 }]);
});

test("a secret in a file that everybody may read is a warning, which does not hold the secret", async () => {
  const { warnings } = await loaded({ "/etc/salt/master": { text: "timeout: 5\nkey_pass: hunter2\n", mode: 0o644 } });

  expect(warnings).toMatchObject([{ option: "key_pass", file: "/etc/salt/master", line: 2 }]);
  expect(JSON.stringify(warnings)).not.toContain("hunter2");
});
