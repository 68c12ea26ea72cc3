import type * as api from "@salina/api";
import { encode, fromJson, type Value } from "@salina/wire";
import { validation } from "./errors.js";
import { hasRoundedInteger, isDeeperThan } from "./json-checks.js";
import type { ProblemPlace } from "./problem.js";
import type { JobRequest, Step } from "./schemas/job.js";
import { readTarget } from "./target.js";
import { packArguments } from "./views/arguments.js";

/** Minions refuse deeper values. */
const maxDepth = 60;

/** What the body asks for, once its schema is satisfied. @throws validation */
export function readJobRequest(body: JobRequest, user: string): api.JobRequest {
  if (isDeeperThan(body, maxDepth))
    throw validation([{ pointer: "", message: `is nested more than ${maxDepth} deep` }]);
  const steps = stepsOf(body);
  const wrong = [
    ...steps.flatMap((step, i) => wrongArguments(step, body.steps ? `/steps/${i}` : "")),
    ...roundedIntegers("/metadata", body.metadata),
  ];
  if (wrong.length > 0) throw validation(wrong.slice(0, 20));
  return {
    target: readTarget(body.target, body.targetType, { delimiter: body.delimiter }),
    fun: body.steps ? steps.map((step) => step.function) : (body.function ?? ""),
    arg: packArguments(steps, body.steps !== undefined),
    user,
    ...(body.timeout === undefined ? {} : { timeoutMs: Math.round(body.timeout * 1000) }),
    ...(body.gatherJobTimeout === undefined ? {} : { gatherTimeoutMs: Math.round(body.gatherJobTimeout * 1000) }),
    ...(body.returners?.length ? { returners: body.returners.join(",") } : {}),
    ...(body.metadata ? { metadata: packMap(body.metadata) } : {}),
  };
}

function packMap(json: Readonly<Record<string, unknown>>): api.Packed {
  return encode(new Map<Value, Value>(Object.entries(json).map(([name, value]) => [name, fromJson(value)])));
}

function stepsOf(body: JobRequest): readonly Step[] {
  const { steps, args, kwargs } = body;
  if (steps === undefined) {
    if (body.function === undefined)
      throw validation([{ pointer: "/function", message: "is missing, and so is `steps`" }]);
    return [{ function: body.function, ...(args ? { args } : {}), ...(kwargs ? { kwargs } : {}) }];
  }
  for (const name of ["function", "args", "kwargs"] as const) {
    if (body[name] !== undefined) throw validation([{ pointer: `/${name}`, message: "cannot stand beside `steps`" }]);
  }
  return steps;
}

/** Keys with two underscores are Salt's own: `__kwarg__` makes keyword arguments of a map, `__pub_*` speaks for the master. */
function wrongArguments(step: Step, at: string): ProblemPlace[] {
  const wrong = [...roundedIntegers(`${at}/args`, step.args), ...roundedIntegers(`${at}/kwargs`, step.kwargs)];
  for (const name of Object.keys(step.kwargs ?? {})) {
    if (name.startsWith("__"))
      wrong.push({ pointer: `${at}/kwargs/${escaped(name)}`, message: "names of this form are Salt's own" });
  }
  for (const [i, arg] of (step.args ?? []).entries()) {
    if (typeof arg === "object" && arg !== null && Object.hasOwn(arg, "__kwarg__")) {
      wrong.push({ pointer: `${at}/args/${i}`, message: "keyword arguments go into `kwargs`" });
    }
  }
  return wrong;
}

/** A minion would be told another number than the caller has written. */
function roundedIntegers(pointer: string, json: unknown): ProblemPlace[] {
  if (!hasRoundedInteger(json)) return [];
  return [{ pointer, message: "holds an integer beyond 2^53, which JSON readers round; send it as text" }];
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
