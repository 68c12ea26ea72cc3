import { raise } from "../errors.js";
import { PyDict } from "../objects/dict.js";
import { stringRepr } from "../objects/repr.js";
import { type Args, Markup, type Py, PyObject, PyTuple } from "../objects/types.js";
import type { MacroCode, Statement } from "../template/ast.js";
import { evaluate } from "./evaluate.js";
import { type Frame, innerFrame, Output } from "./frame.js";

/** Runs the statements of a macro's body. */
export type RunBody = (body: readonly Statement[], frame: Frame, out: Output) => unknown;

/** A macro, or the body of a `call` block. @source jinja2/runtime.py, class Macro */
export class Macro extends PyObject {
  readonly typeName = "Macro";
  readonly #code: MacroCode;
  readonly #frame: Frame;
  readonly #run: RunBody;

  constructor(code: MacroCode, frame: Frame, run: RunBody) {
    super();
    this.#code = code;
    this.#frame = frame;
    this.#run = run;
    this.call = (_rt, given) => this.#invoke(given);
  }

  override attribute(name: string): Py | undefined {
    switch (name) {
      case "name":
        return this.#code.name;
      case "arguments":
        return new PyTuple(this.#code.parameters.map((parameter) => parameter.name));
      case "catch_kwargs":
        return this.#code.usesKwargs;
      case "catch_varargs":
        return this.#code.usesVarargs;
      case "caller":
        return this.#code.usesCaller;
      default:
        return undefined;
    }
  }

  override repr(): string {
    return `<Macro ${this.#code.name === null ? "anonymous" : stringRepr(this.#code.name)}>`;
  }

  #invoke(given: Args): Py {
    const { engine } = this.#frame;
    const frame = { ...innerFrame(this.#frame), inheritance: undefined };
    const { file, line } = engine.position;
    const text = engine.enter("call", () => {
      this.#bind(given, frame);
      engine.position.file = this.#frame.template.file;
      const out = new Output();
      this.#run(this.#code.body, frame, out);
      return out.text();
    });
    engine.position.file = file;
    engine.position.line = line;
    return engine.autoescape ? new Markup(text) : text;
  }

  #bind({ positional, named }: Args, frame: Frame & { readonly scope: { readonly vars: Map<string, Py> } }): void {
    const { parameters, usesCaller, usesKwargs, usesVarargs } = this.#code;
    const name = this.#code.name === null ? "None" : stringRepr(this.#code.name);
    const rest = new Map(named);
    const bound = parameters.map((parameter, at) => {
      if (at < positional.length) return positional[at];
      const value = rest.get(parameter.name);
      rest.delete(parameter.name);
      return value;
    });
    const { vars } = frame.scope;
    if (usesCaller && !parameters.some((parameter) => parameter.name === "caller")) {
      vars.set("caller", rest.get("caller") ?? frame.engine.undefinedValue("No caller defined"));
      rest.delete("caller");
    }
    if (usesKwargs) vars.set("kwargs", PyDict.of(rest));
    else if (rest.size > 0) refuse(name, rest);
    if (usesVarargs) vars.set("varargs", new PyTuple(positional.slice(parameters.length)));
    else if (positional.length > parameters.length) {
      raise("TypeError", `macro ${name} takes not more than ${parameters.length} argument(s)`);
    }
    for (const [at, parameter] of parameters.entries()) {
      const value = bound[at];
      if (value !== undefined) vars.set(parameter.name, value);
    }
    for (const parameter of parameters) {
      if (vars.has(parameter.name)) continue;
      const value =
        parameter.otherwise === undefined
          ? frame.engine.undefinedValue(`parameter '${parameter.name}' was not provided`)
          : evaluate(parameter.otherwise, frame);
      vars.set(parameter.name, value);
    }
  }
}

function refuse(name: string, rest: ReadonlyMap<string, Py>): never {
  if (rest.has("caller")) {
    raise(
      "TypeError",
      `macro ${name} was invoked with two values for the special caller argument. This is most likely a bug.`,
    );
  }
  return raise("TypeError", `macro ${name} takes no keyword argument ${stringRepr([...rest.keys()][0] ?? "")}`);
}
