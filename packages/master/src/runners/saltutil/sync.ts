import type { FunctionParameter } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";
import type { ToolContext, ToolRunner } from "../tool-runner.js";

/** Kinds of Python modules that stock masters load, in the order of `sync_all`: the directory where it has another name. */
const kinds: ReadonlyMap<string, string> = new Map([
  ...["clouds", "modules", "states", "grains", "renderers", "returners", "output"].map(same),
  ["proxymodules", "proxy"],
  ...["runners", "wheel", "engines", "thorium", "queues", "pillar", "utils", "sdb", "cache", "fileserver"].map(same),
  ...["tops", "tokens", "serializers", "executors", "roster"].map(same),
]);

const parameters: readonly FunctionParameter[] = [
  { name: "saltenv", type: "text", doc: "Environments, with commas between them.", default: "base" },
  { name: "extmod_whitelist", doc: "Without effect.", default: null },
  { name: "extmod_blacklist", doc: "Without effect.", default: null },
];

/**
 * Scripts call these after each change of the states: they give what stock gives where there is nothing new. Modules
 * that lie there are named in the log, since nothing of them is loaded.
 */
export const syncRunners: readonly ToolRunner[] = [
  {
    name: "saltutil.sync_all",
    doc: "Nothing to do here: custom modules of a master are Python, and not loaded. Those of minions are theirs to sync.",
    parameters,
    reads: true,
    async run(given, context) {
      await tellIgnored(given, context, [...kinds.values()]);
      return new Map([...kinds.keys()].map((kind) => [kind, []]));
    },
  },
  ...[...kinds].map(
    ([kind, directory]): ToolRunner => ({
      name: `saltutil.sync_${kind === "tokens" ? "eauth_tokens" : kind}`,
      doc: `Nothing to do here: custom ${kind} of a master are Python, and not loaded.`,
      parameters,
      reads: true,
      async run(given, context) {
        await tellIgnored(given, context, [directory]);
        return [];
      },
    }),
  ),
];

async function tellIgnored(
  given: Parameters,
  { files, tools, call }: ToolContext,
  directories: readonly string[],
): Promise<void> {
  const ignored: string[] = [];
  for (const saltenv of given.text("saltenv", "base").split(",")) {
    const { files: names } = await files.lists(saltenv);
    ignored.push(...names.filter((name) => directories.some((one) => isModule(name, one))));
  }
  // These are for minions first of all, which get them as ever.
  const own = ignored.filter(
    (name) => !/^_(modules|states|grains|renderers|returners|utils|executors|proxy)\//.test(name),
  );
  if (own.length === 0) return;
  const message = `custom modules are Python, and are not loaded by this master: ${own.slice(0, 20).join(", ")}`;
  tools.log.warn({ event: "saltutil.ignored", files: own.length }, message);
  call.progress(new Map([["message", message]]));
}

function isModule(name: string, directory: string): boolean {
  return name.startsWith(`_${directory}/`) && /\.(py|pyx|so|zip)$/.test(name);
}

function same(name: string): [string, string] {
  return [name, name];
}
