/** A place in a config file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Why the master does not start. `text` begins with the place, `file:line:column: `. */
export interface ConfigFault {
  readonly place: Place;
  readonly text: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: ConfigFault };

export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function bad(place: Place, text: string): { readonly ok: false; readonly fault: ConfigFault } {
  return { ok: false, fault: { place, text: `${place.file}:${place.line}:${place.column}: ${text}` } };
}
