/** What is known of a minion that has not returned. */
export interface MinionProgress {
  /** The last state that has ended, of so many; null: none that is known of. */
  readonly state: { readonly number: number; readonly of: number; readonly id: string } | null;
  /** When it last said that it works on the job. */
  readonly confirmedAtMs: number | null;
}

export interface JobProgress {
  readonly startedAtMs: number;
  readonly targeted: number;
  readonly returned: number;
  readonly failed: number;
  /** Minions that have not returned. */
  readonly open: ReadonlyMap<string, MinionProgress>;
}

export interface Terminal {
  readonly columns: number;
  readonly rows: number;
}

// More lines than these are no longer read at a glance.
const mostLines = 12;

/** Live lines: one a minion while they are few, else counts and the one that is furthest behind. None wraps. */
export function progressLines(progress: JobProgress, { columns, rows }: Terminal, nowMs: number): string[] {
  const elapsed = elapsedText(nowMs - progress.startedAtMs);
  const room = Math.max(1, Math.min(mostLines, rows - 2));
  const lines =
    progress.open.size <= room
      ? Array.from(progress.open, ([minion, each]) => minionLine(minion, each, elapsed))
      : folded(progress, elapsed);
  return lines.slice(0, room).map((line) => cut(line, columns - 1));
}

function minionLine(minion: string, { state, confirmedAtMs }: MinionProgress, elapsed: string): string {
  if (state) return `${minion}  ${state.number} of ${state.of}  ${elapsed}  ${state.id}`;
  return `${minion}  ${confirmedAtMs === null ? "sent" : "running"}  ${elapsed}`;
}

function folded({ open, returned, failed, targeted }: JobProgress, elapsed: string): string[] {
  const withState = [...open].filter(([, { state }]) => state !== null);
  const lines = [
    `${returned} of ${targeted} returned${failed > 0 ? `, ${failed} failed` : ""}, ${open.size} open  ${elapsed}`,
  ];
  const [last] = withState.sort(([, a], [, b]) => shareOf(a) - shareOf(b));
  if (last) lines.push(`furthest behind: ${minionLine(last[0], last[1], elapsed)}`);
  return lines;
}

function shareOf({ state }: MinionProgress): number {
  return state === null || state.of === 0 ? 0 : state.number / state.of;
}

/** `12 s`, `3:05`, `1:00:00` */
export function elapsedText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Text of a minion may hold anything: what could steer the terminal is left out. */
function cut(line: string, columns: number): string {
  const plain = [...line.replace(/\p{Cc}/gu, "?")];
  return plain.length <= columns ? plain.join("") : `${plain.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
