import { readFileSync } from "node:fs";
import type { Value } from "@salina/wire";
import { Exit, exitCodes } from "../io.js";
import type { Send } from "./main.js";
import { isDirectory } from "./source-files.js";

/** All files in one message: only text can travel so. @throws Exit for a directory, and for what is no text */
export async function sendText(send: Send, sources: readonly string[], destination: string) {
  const files = new Map<Value, Value>();
  for (const path of sources) {
    if (isDirectory(path)) {
      const text = `${path} is a directory, only files are supported in non-chunked mode. Use "--chunked" command line argument.\n`;
      throw new Exit(exitCodes.failed, { stdout: text });
    }
    files.set(path, textOf(path));
  }
  return await send("cp.recv", [files, destination]);
}

function textOf(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not text. Use --chunked" : String(error);
    throw new Exit(exitCodes.failed, { stderr: `${path} cannot be sent: ${reason}\n` });
  }
}
