import { allRequests, type RequestDeps } from "./all-requests.js";
import { unserved } from "./unserved.js";

const begin = "<!-- requests: begin -->";
const end = "<!-- requests: end -->";

/** docs/requests.md with the table of this code. */
export function withRequestTable(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/requests.md has no ${begin} and ${end}`);
  return `${before}${begin}\n\n${requestTable()}\n${end}${after}`;
}

/** Whether two pages say the same: how wide the cells of a table are does not matter. */
export function samePage(a: string, b: string): boolean {
  const narrow = (page: string) => page.replace(/ +\|/g, " |").replace(/-{3,}/g, "---");
  return narrow(a) === narrow(b);
}

function requestTable(): string {
  // Nothing is asked of them: only their names and what they say of themselves.
  const served = allRequests({} as RequestDeps);
  const rows = [
    [
      "`_auth` (clear)",
      "yes",
      "id",
      "key state, then the shared key and the session key",
      "`test/src/interop/auth-options.test.ts`",
    ],
    ["`ping` (clear)", "yes", "nothing", "gives the load back", "`packages/master/src/requests/channel.test.ts`"],
    ...served.map(({ cmd, needsId, needsProof, doc, test }) => [
      `\`${cmd}\``,
      "yes",
      needsProof ? "proven id" : needsId ? "id" : "nothing",
      doc,
      `\`${test}\``,
    ]),
    ...unserved.map(({ cmd, clear, why }) => [
      `\`${cmd}\`${clear ? " (clear)" : ""}`,
      "no",
      "",
      why,
      "`packages/master/src/requests/unserved.test.ts`",
    ]),
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [
    ["`cmd`", "served", "needs", "what it does, or why it is not served", "tried in"],
    ["---", "---", "---", "---", "---"],
    ...rows,
  ]
    .map(line)
    .join("");
}
