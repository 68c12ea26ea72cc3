/** Numbers of SQLite's primary result codes. */
const busy = 5;
const noMemory = 7;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;

function codeOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : null;
}

/** The disk's fault, not the record's. */
export function isDiskFailure(error: unknown): boolean {
  const code = codeOf(error);
  return code === full || code === ioError || code === noMemory;
}

export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case busy:
      return "another process has it open";
    case full:
      return "the disk is full";
    case ioError:
      return "the disk reports an error";
    case corrupt:
      return "it is damaged";
    case notADatabase:
      return "it is no SQLite database, or damaged";
    case cannotOpen:
      return "it cannot be opened";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
