import type { KeyChange, KeyChangeResult, KeyRef, KeyState } from "@salina/api";
import { exitCodes, type Io } from "../io.js";
import type { GivenOptions } from "../options/command.js";
import type { Display } from "../output/display.js";
import type { DaemonClient } from "../socket/client.js";
import { type Action, globsOf, includedStates } from "./action.js";
import { confirm } from "./prompt.js";
import { listSections } from "./sections.js";

type ChangeAction = Extract<Action, { kind: "change" }>;

const stateWords: Readonly<Record<KeyState, string>> = {
  accepted: "accepted",
  pending: "unaccepted",
  rejected: "rejected",
  denied: "denied",
};
const participles = { accept: "accepted", reject: "rejected", delete: "deleted" } as const;

/** Accepts, rejects or deletes exactly the keys that it showed before. */
export async function changeKeys(
  { io, client, display }: { readonly io: Io; readonly client: DaemonClient; readonly display: Display },
  action: ChangeAction,
  { given }: GivenOptions,
): Promise<number> {
  const { change, match, states } = action;
  const matched = await client.call("keys.match", { globs: globsOf(match), states });
  if (matched.length === 0) {
    io.stdout.write(`${noMatchText(match, includedStates(change, given))}\n`);
    return exitCodes.ok;
  }
  io.stdout.write(`The following keys are going to be ${participles[change]}:\n`);
  await display.show(listSections(states, matched, false), { out: "key" });
  const keys = await pin(client, matched);
  if (!given.has("yes")) {
    const [question, fallback] = change === "delete" ? (["[N/y]", "n"] as const) : (["[n/Y]", "y"] as const);
    if (!(await confirm(io, `Proceed? ${question} `, fallback))) return exitCodes.ok;
  }
  const results = await client.call("keys.change", { action: change, keys, ...flags(given) });
  for (const result of results) report(io, change, result);
  return exitCodes.ok;
}

/** With their fingerprints, so that a key that is exchanged while the question stands is left alone. */
async function pin(client: DaemonClient, keys: readonly KeyRef[]): Promise<KeyChange["keys"]> {
  const read = await client.call("keys.read", { keys });
  const fingerprints = new Map(read.map((key) => [`${key.state}/${key.id}`, key.fingerprint]));
  return keys.map(({ id, state }) => {
    const fingerprint = fingerprints.get(`${state}/${id}`);
    // A file that holds no key has no fingerprint; the daemon decides what may be done with it.
    return fingerprint ? { id, state, fingerprint } : { id, state };
  });
}

function flags(given: GivenOptions["given"]): Pick<KeyChange, "rotateAesKey" | "preserveMinionData"> {
  const isTrue = (name: string) => /^(?:true|1|yes|on)$/i.test(String(given.get(name)));
  return {
    ...(given.has("rotate_aes_key") ? { rotateAesKey: isTrue("rotate_aes_key") } : {}),
    ...(given.has("preserve_minions") ? { preserveMinionData: isTrue("preserve_minions") } : {}),
  };
}

function noMatchText(match: string, included: readonly KeyState[]): string {
  const words = ["unaccepted", ...included.map((state) => stateWords[state])];
  const last = words.pop() ?? "";
  const states = words.length === 0 ? last : `${words.join(", ")} or ${last}`;
  return `The key glob '${match}' does not match any ${states} keys.`;
}

function report(io: Io, change: ChangeAction["change"], result: KeyChangeResult): void {
  if (result.done) {
    io.stdout.write(`Key for minion ${result.id} ${participles[change]}.\n`);
    return;
  }
  io.stderr.write(`${refusal(change, result.id, result.reason)}\n`);
}

function refusal(
  change: ChangeAction["change"],
  id: string,
  reason: Extract<KeyChangeResult, { done: false }>["reason"],
): string {
  switch (reason) {
    case "invalid-key":
      return `Unable to ${change} invalid key for ${id}.`;
    case "gone":
      return `Key for minion ${id} is not there any more.`;
    case "changed":
      return `Key for minion ${id} was exchanged in the meantime and is left alone.`;
    case "already":
      return `Key for minion ${id} is ${participles[change]} already.`;
  }
}
