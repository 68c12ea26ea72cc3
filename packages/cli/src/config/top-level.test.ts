import { describe, expect, test } from "vitest";
import { readTopLevel } from "./top-level.js";

const wanted = new Set(["timeout", "output", "sock_dir", "include", "salina:socket"]);
const read = (text: string) => {
  const found = readTopLevel(text, wanted);
  return found && Object.fromEntries(found);
};

describe("the quick reader of config files", () => {
  test("finds scalars among everything else", () => {
    const text = `# a comment
---
interface: 0.0.0.0
timeout: 30   # seconds
file_roots:
  base:
    - /srv/salt
  timeout: 1
output: 'json'
sock_dir: "/run/salt"
reactor:
- 'a/b':
  - x
`;
    expect(read(text)).toEqual({ timeout: 30, output: "json", sock_dir: "/run/salt" });
  });

  test("finds a key one level down, and only there", () => {
    expect(read("salina:\n  rest:\n    socket: no\n  socket: /run/s # here\nx: 1\n")).toEqual({
      "salina:socket": "/run/s",
    });
    expect(read("other:\n  socket: /no\n")).toEqual({});
  });

  test("finds it in a map on one line, as programs write it", () => {
    expect(read('salina: {"socket": "/run/s", "rest": {"port": 1}}\nother: {"socket": "/no"}\n')).toEqual({
      "salina:socket": "/run/s",
    });
  });

  test.each([
    ["a value that is no scalar, in a map on one line", 'salina: {"socket": {"path": "/run/s"}}\n'],
    ["a list where a scalar is looked for", "include:\n  - a.conf\n"],
    ["flow style", "salina: {socket: /run/s}\n"],
    ["a document in braces", "{timeout: 5}\n"],
    ["an alias", "timeout: *t\n"],
    ["text over several lines", "output: |\n  json\n"],
    ["a key that comes twice", "timeout: 5\ntimeout: 6\n"],
    ["quoted keys", '"timeout": 5\n'],
    ["escapes", 'output: "a\\x41"\n'],
    ["a template", "{% if x %}\ntimeout: 5\n"],
  ])("leaves %s to a library", (_, text) => {
    expect(read(text)).toBeUndefined();
  });
});
