import type { Result } from "@salina/targeting";
import { isMinionId } from "@salina/wire";

const timeoutMs = 5000;
const maxAnswerBytes = 4 * 1_048_576;

/**
 * Asks a range server which hosts an expression means.
 *
 * @param server `host:port`, as `range_server` has it
 * @source the Python module seco.range, which stock uses: `GET /range/list?EXPRESSION`, one id a line, errors in the header
 * `RangeException`
 */
export function rangeServer(
  server: string,
  get: typeof fetch = fetch,
): (expression: string) => Promise<Result<readonly string[]>> {
  const failed = (why: string) =>
    ({ ok: false, reason: `the range server ${server} ${why}`, code: "range-unavailable" }) as const;
  return async (expression) => {
    try {
      const url = `http://${server}/range/list?${encodeURIComponent(expression)}`;
      const answer = await get(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
      const exception = answer.headers.get("rangeexception");
      if (exception !== null) return failed(`cannot read the expression: ${exception.slice(0, 200)}`);
      if (!answer.ok) return failed(`answered with status ${answer.status}`);
      const text = await limitedText(answer);
      if (text === undefined) return failed("gave an answer that is too long");
      return {
        ok: true,
        value: text
          .split("\n")
          .map((line) => line.trim())
          .filter((id) => isMinionId(id) && !/[\s,]/.test(id)),
      };
    } catch (error) {
      return failed(`does not answer: ${reasonOf(error)}`);
    }
  };
}

async function limitedText(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > maxAnswerBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
