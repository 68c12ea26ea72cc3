import { pythonText, type ValueMap } from "@salina/wire";
import { Chunk } from "./run/chunk.js";
import { ChunkIndex } from "./run/chunk-index.js";
import { isTrue } from "./run/python-truth.js";

export interface GraphStep {
  readonly id: string;
  /** `state.function`, and for a function or SLS on minions what it is, in words. */
  readonly does: string;
  /** The target, as it was given; null: the master itself. */
  readonly target: string | null;
  readonly destructive: boolean;
}

export interface GraphArrow {
  /** Positions of steps. */
  readonly from: number;
  readonly to: number;
  /** `require`, `onfail`, ...; null: it only comes next. */
  readonly why: string | null;
}

export interface StepGraph {
  readonly steps: readonly GraphStep[];
  readonly arrows: readonly GraphArrow[];
}

const kinds = ["require", "watch", "onchanges", "onfail", "prereq", "listen"].flatMap((kind) => [
  kind,
  `${kind}_any`,
  `${kind}_all`,
]);

/** Steps and what they wait for. A step that waits for none comes after the one before it. */
export function stepGraph(lows: readonly ValueMap[]): StepGraph {
  const chunks = lows.map((low) => new Chunk(low));
  const index = new ChunkIndex(chunks, []);
  const positions = new Map(chunks.map((chunk, at) => [chunk, at]));
  const arrows = chunks.flatMap((chunk, to) => {
    const found = kinds.flatMap((kind) =>
      (chunk.requisites(kind) ?? [])
        .flatMap((requisite) => index.find(requisite) ?? [])
        .map((other): GraphArrow => {
          const from = positions.get(other) ?? to;
          // What is changed first is tried by the other one before.
          return kind.startsWith("prereq") ? { from: to, to: from, why: kind } : { from, to, why: kind };
        }),
    );
    const own = found.filter(({ from, to: end }) => from !== end);
    return own.length > 0 || to === 0 ? own : [{ from: to - 1, to, why: null }];
  });
  const seen = new Set<string>();
  const once = arrows.filter(({ from, to, why }) => {
    const key = `${from} ${to} ${why}`;
    return !seen.has(key) && seen.add(key);
  });
  return { steps: chunks.map(stepOf), arrows: once };
}

function stepOf(chunk: Chunk): GraphStep {
  const { state, fun, low } = chunk;
  const whole = `${state}.${fun}`;
  const about = whole === "salt.state" ? (low.get("sls") ?? low.get("highstate") ?? null) : chunk.name;
  const text = Array.isArray(about) ? about.map(pythonText).join(", ") : pythonText(about);
  const target = low.get("tgt");
  return {
    id: chunk.id,
    does: state !== "salt" || fun === "reboot" ? whole : `${fun} ${text}`,
    target:
      target === undefined ? null : Array.isArray(target) ? target.map(pythonText).join(", ") : pythonText(target),
    destructive: isTrue(low.get("destructive")),
  };
}

/** The graph as text that Mermaid draws. */
export function mermaid({ steps, arrows }: StepGraph): string {
  const lines = ["flowchart TD"];
  for (const [at, { id, does, target, destructive }] of steps.entries()) {
    const label = [`<b>${escaped(id)}</b>`, escaped(does), ...(target === null ? [] : [`on ${escaped(target)}`])];
    const text = `"${label.join("<br>")}"`;
    lines.push(destructive ? `  s${at}{{${text}}}:::destructive` : `  s${at}[${text}]`);
  }
  for (const { from, to, why } of arrows) {
    if (why === null) lines.push(`  s${from} -.-> s${to}`);
    else lines.push(why === "require" ? `  s${from} --> s${to}` : `  s${from} -->|${why}| s${to}`);
  }
  if (steps.some(({ destructive }) => destructive)) lines.push("  classDef destructive stroke:#c00,stroke-width:2px");
  return `${lines.join("\n")}\n`;
}

/** Mermaid reads labels as HTML. */
function escaped(text: string): string {
  return text
    .slice(0, 200)
    .replace(/[&<>"#;{}|[\]\\`]/g, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replace(/\s+/g, " ");
}
