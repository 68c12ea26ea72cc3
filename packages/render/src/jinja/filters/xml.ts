import { raise } from "../errors.js";
import { PyDict } from "../objects/dict.js";
import { str } from "../objects/repr.js";
import { type Args, asNumber, asText, Markup, type Py, PyTuple, type Runtime } from "../objects/types.js";

interface Element {
  readonly tag: string;
  readonly attributes: (readonly [string, string])[];
  text: string | undefined;
  readonly children: Element[];
}

/** @source salt/utils/jinja.py, format_xml */
export function xml(value: Py, _given: Args, rt: Runtime): Py {
  const root = build(entriesOf(value), undefined, rt, 0);
  if (root === undefined) raise("TemplateRuntimeError", "Value has no element. Cannot render as XML");
  const text = `<?xml version="1.0" ?>\n${write(root, "", rt)}`;
  rt.budget.text(text.length);
  return new Markup(text);
}

function entriesOf(value: Py): (readonly [Py, Py])[] {
  if (value instanceof PyDict) return [...value.entries()];
  const items = Array.isArray(value) ? value : value instanceof PyTuple ? value.items : undefined;
  if (items === undefined) raise("TemplateRuntimeError", "Value is not a dict or list. Cannot render as XML");
  return [];
}

function build(
  entries: readonly (readonly [Py, Py])[],
  parent: Element | undefined,
  rt: Runtime,
  depth: number,
): Element | undefined {
  if (depth > 100) raise("RecursionError", "a value is nested too deeply for XML");
  let made: Element | undefined;
  for (const [key, value] of entries) {
    rt.budget.step();
    const tag = str(key, rt.budget);
    if (!/^[\p{L}_:][\p{L}\p{N}_:.-]*$/u.test(tag))
      raise("TemplateRuntimeError", `'${tag}' is no name of an XML element`);
    if (Array.isArray(value)) {
      for (const item of value) build([[key, item]], parent, rt, depth + 1);
      if (parent !== undefined) continue;
      raise("TemplateRuntimeError", "A list cannot be the root of XML");
    }
    made = { tag, attributes: [], text: undefined, children: [] };
    parent?.children.push(made);
    if (asText(value) !== undefined || asNumber(value) !== undefined) {
      made.text = str(value, rt.budget);
      continue;
    }
    const inner = entriesOf(value);
    for (const [name, entry] of inner) {
      if (entry instanceof PyDict || Array.isArray(entry)) build([[name, entry]], made, rt, depth + 1);
      else made.attributes.push([str(name, rt.budget), str(entry, rt.budget)]);
    }
  }
  return made;
}

function write(element: Element, indent: string, rt: Runtime): string {
  rt.budget.step();
  const attributes = element.attributes.map(([name, value]) => ` ${name}="${quote(value)}"`).join("");
  const open = `${indent}<${element.tag}${attributes}`;
  if (element.text !== undefined && element.text !== "") return `${open}>${quote(element.text)}</${element.tag}>\n`;
  if (element.children.length === 0) return `${open}/>\n`;
  const inner = element.children.map((child) => write(child, `${indent} `, rt)).join("");
  return `${open}>\n${inner}${indent}</${element.tag}>\n`;
}

function quote(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;").replace(/>/g, "&gt;");
}
