import { Exit, exitCodes, type Io } from "../io.js";

/**
 * Asks on standard output and reads one line.
 *
 * @returns whether the answer starts with `y`; an empty line stands for `fallback`
 * @throws Exit at the end of the input, and on Ctrl-C
 */
export async function confirm(io: Io, question: string, fallback: "y" | "n"): Promise<boolean> {
  io.stdout.write(question);
  const line = await Promise.race([readLine(io.stdin), aborted(io.interrupt)]);
  if (line === undefined) throw new Exit(exitCodes.ok, { stderr: "Error: EOF when reading a line\n" });
  return (line === "" ? fallback : line).toLowerCase().startsWith("y");
}

/** @returns undefined at the end of the input */
async function readLine(stdin: Io["stdin"]): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdin) {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end).replace(/\r$/, "");
  }
  return text === "" ? undefined : text;
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, failed) => {
    const stop = () => failed(new Exit(exitCodes.failed, { stderr: "\nExiting on CTRL-c\n" }));
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
  });
}
