import { renderTemplate } from "@salina/render";
import { encode, isMap } from "@salina/wire";
import { ignoredFiles } from "../../files/ignored-files.js";
import { insideThread, unpackedMap } from "../../threads/inside-thread.js";
import { unpacked } from "../../threads/unpacked.js";
import { gpgDecrypt } from "../gpg.js";
import { minionMatcher } from "../minion-matcher.js";
import type { PillarOptions } from "../options.js";
import { type PillarWorld, runPillar } from "../pillar-run.js";
import { commandRunner } from "../run-command.js";
import type { PackedPillar, ToWorker, WorkerStart } from "./messages.js";

const outside = insideThread<WorkerStart, ToWorker, PackedPillar>();
const options = readStart(outside.start);
const commandMs = outside.answerMs;

const world: PillarWorld = {
  options,
  ignored: ignoredFiles(options.ignore),
  renderTemplate,
  run: commandRunner(commandMs),
  decrypt: (onFailure) => gpgDecrypt(options.gpg.keyDirectory, commandMs, onFailure),
  askMaster: (question, given) => outside.ask(question, given),
  working: (file) => outside.working(file),
  matcher: minionMatcher(options.nodegroups),
};

outside.serve(({ number: _number, grains, override, ...plain }) => {
  const request = { ...plain, grains: unpackedMap(grains), override: override && unpackedMap(override) };
  const { pillar, errors, warnings } = runPillar(world, request);
  return { pillar: encode(pillar), errors, warnings };
});

function readStart(start: WorkerStart): PillarOptions {
  const list = unpacked(start.packed);
  const [ext = null, keys = null, jinjaSlsEnv = null, nodegroups = null, visible = null] = Array.isArray(list)
    ? list
    : [];
  return {
    ...start.options,
    ext,
    decrypt: { ...start.decryptWith, keys },
    jinjaSlsEnv,
    nodegroups,
    visible: isMap(visible) ? visible : new Map(),
  };
}
