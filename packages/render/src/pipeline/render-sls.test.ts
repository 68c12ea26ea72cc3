import { utf8, type Value } from "@salina/wire";
import { expect, test } from "vitest";
import { RenderError } from "../values.js";
import { contextLines } from "./context-lines.js";
import { renderSls, type SlsOptions } from "./render-sls.js";

const options: SlsOptions = {
  template: { name: "a.sls", context: new Map(), loader: { read: () => undefined } },
  renderTemplate: (source) => source.replaceAll("{{ one }}", "1"),
};
const render = (text: string, more: Partial<SlsOptions> = {}): Value =>
  renderSls({ text, file: "a.sls" }, { ...options, ...more });

test("a file without a first line of its own is a template of YAML", () => {
  expect(render("a: {{ one }}")).toEqual(new Map([["a", 1]]));
});

test("the first line names the renderers", () => {
  expect(render("#!yaml\na: '{{ one }}'")).toEqual(new Map([["a", "{{ one }}"]]));
  expect(render('#!jinja|json\n{"a": {{ one }}}')).toEqual(new Map([["a", 1]]));
  expect(render("#!jinja\nx {{ one }}")).toBe("#!jinja\nx 1");
});

test("an empty file and an empty document are an empty map", () => {
  for (const text of ["", " \n", "# nothing", "[]", "false"]) expect(render(text)).toEqual(new Map());
});

test("a renderer that is not there is named with its line", () => {
  expect(() => render("#!py\ndef run(): pass")).toThrow('a.sls:1: The renderer "py" of "py" is not available');
});

test("a renderer on the blacklist is skipped", () => {
  expect(render("a: '{{ one }}'", { rules: { blacklist: ["jinja"] } })).toEqual(new Map([["a", "{{ one }}"]]));
});

test("gpg blocks in the data are decrypted, final newlines gone", () => {
  const block = "-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----";
  const text = `#!yaml|gpg\na: |\n  ${block.replaceAll("\n", "\n  ")}\nb: [1, x]`;
  const seen: string[] = [];
  const decrypt = (armoured: string): Uint8Array => {
    seen.push(armoured);
    return utf8("secret\n");
  };
  expect(render(text, { decrypt })).toEqual(
    new Map<Value, Value>([
      ["a", "secret"],
      ["b", [1, "x"]],
    ]),
  );
  expect(seen).toEqual([block]);
  expect(() => render(text, { decrypt: () => undefined, gpgMustSucceed: true })).toThrow("Could not decrypt");
});

test("an error of YAML shows the filled-in lines around it", () => {
  let error: unknown;
  try {
    render("a: {{ one }}\nb: 2\na: 3\n");
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(RenderError);
  expect((error as RenderError).reason).toContain("\n\n---\na: 1\nb: 2\na: 3    <======================\n---");
});

test("an error of a scanner has its line in its words, as Salt's has", () => {
  expect(() => render("a: b: c\n")).toThrow(
    "mapping values are not allowed in this context; line 1\n\n---\na: b: c    <======================\n---",
  );
});

test("lines far from the error are left out", () => {
  const text = Array.from({ length: 20 }, (_, n) => `l${n + 1}`).join("\n");
  expect(contextLines(text, 10, 1)).toBe("---\n[...]\nl9\nl10    <======================\nl11\n[...]\n---");
});
