import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { renderTemplate } from "@salina/render";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { ignoredFiles } from "../../files/ignored-files.js";
import { gpgDecrypt } from "../gpg.js";
import { minionMatcher } from "../minion-matcher.js";
import type { PillarOptions } from "../options.js";
import { type PillarWorld, runPillar } from "../pillar-run.js";
import { commandRunner } from "../run-command.js";
import type { FromWorker, Reply, ToWorker, WorkerStart } from "./messages.js";

if (!parentPort) throw new Error("pillar-worker runs as a worker thread only");
const port = parentPort;
const { start, questions }: { start: WorkerStart; questions: MessagePort } = workerData;
const signal = new Int32Array(start.signal);

function tell(message: FromWorker): void {
  port.postMessage(message);
}

/** Sleeps until the daemon has answered: a template cannot wait in any other way. */
function askMaster(minion: string, question: string, given: ValueMap): Value {
  Atomics.store(signal, 0, 0);
  tell({ kind: "question", question, given: encode(given), minion });
  Atomics.wait(signal, 0, 0, start.commandMs);
  const reply: Reply | undefined = receiveMessageOnPort(questions)?.message;
  if (!reply) throw new Error(`${question}: no answer`);
  if ("failed" in reply) throw new Error(`${question}: ${reply.failed}`);
  return unpacked(reply.value);
}

function worldOf(options: PillarOptions, minion: string): PillarWorld {
  return {
    options,
    ignored: ignoredFiles(options.ignore),
    renderTemplate,
    run: commandRunner(start.commandMs),
    decrypt: (onFailure) => gpgDecrypt(options.gpg.keyDirectory, start.commandMs, onFailure),
    askMaster: (question, given) => askMaster(minion, question, given),
    working: (file) => tell({ kind: "working", file }),
    matcher: minionMatcher(options.nodegroups),
  };
}

const options = readStart();

port.on("message", ({ number, id, saltenv, pillarenv, grains, override, topOnly, gitPillars }: ToWorker) => {
  try {
    const request = {
      id,
      saltenv,
      pillarenv,
      grains: unpackedMap(grains),
      override: override && unpackedMap(override),
      topOnly,
      gitPillars,
    };
    const { pillar, errors, warnings } = runPillar(worldOf(options, id), request);
    tell({ kind: "done", number, pillar: encode(pillar), errors, warnings });
  } catch (error) {
    tell({ kind: "failed", number, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function readStart(): PillarOptions {
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

function unpacked(bytes: Uint8Array): Value {
  const read = decode(bytes, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
}

function unpackedMap(bytes: Uint8Array): ValueMap {
  const value = unpacked(bytes);
  return isMap(value) ? value : new Map();
}
