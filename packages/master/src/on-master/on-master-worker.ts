import { parentPort, workerData } from "node:worker_threads";
import { decode, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { ignoredFiles } from "../files/ignored-files.js";
import { masterFunctions } from "../pillar/functions/master-functions.js";
import { minionMatcher } from "../pillar/minion-matcher.js";
import { PillarFiles, rootsFor } from "../pillar/pillar-files.js";
import { commandRunner } from "../pillar/run-command.js";
import type { OnMasterAnswer, OnMasterCall } from "./messages.js";

const call: OnMasterCall = workerData;
parentPort?.postMessage(answer());

/** The functions wait for programs and files: that is what this thread is for. */
function answer(): OnMasterAnswer {
  try {
    const [grains, pillar] = [unpackedMap(call.grains), unpackedMap(call.pillar)];
    const functions = masterFunctions({
      minion: call.masterId,
      grains,
      pillar,
      opts: unpackedMap(call.opts),
      mergeLists: false,
      matches: minionMatcher(unpacked(call.nodegroups))({ id: call.masterId, grains, pillar }),
      run: commandRunner(call.limitMs),
      files: new PillarFiles(rootsFor(call.fileRoots, "base"), ignoredFiles(call.ignore)),
      askMaster(question) {
        throw new Error(`use the runner ${question} itself`);
      },
    });
    const found = functions.find(call.fun);
    if (!found) return { unknown: true };
    const args = unpacked(call.args);
    const kwargs = new Map([...unpackedMap(call.kwargs)].map(([key, value]): [string, Value] => [String(key), value]));
    return { value: encode(found(Array.isArray(args) ? args : [], kwargs)) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function unpacked(packed: Uint8Array): Value {
  const read = decode(packed, { maxDepth: 512, duplicateKeys: "last" });
  if (!read.ok) throw new Error(read.fault.text);
  return read.value;
}

function unpackedMap(packed: Uint8Array): ValueMap {
  const value = unpacked(packed);
  return isMap(value) ? value : new Map();
}
