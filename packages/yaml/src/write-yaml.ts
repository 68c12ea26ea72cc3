import type { Value } from "@salina/wire";
import { Emitter } from "./emit.js";
import { represent } from "./represent.js";

export interface WriteYamlOptions {
  /** True: all on one line, as far as it fits; false: a line for each entry; null: flow for what holds scalars only. */
  readonly defaultFlowStyle?: boolean | null;
  /** Spaces a level. */
  readonly indent?: number;
  readonly width?: number;
  /** PyYAML sorts the keys of a dict and keeps the order of an OrderedDict. */
  readonly sortKeys?: boolean;
}

const defaultWidth = 80;

/**
 * The YAML that Salt's `safe_dump` writes: as libyaml, with text beyond ASCII as it is.
 * @throws RangeError for a value that holds itself
 * @source salt/utils/yamldumper.py, safe_dump
 */
export function writeYaml(value: Value, options: WriteYamlOptions = {}): string {
  const { defaultFlowStyle = null, sortKeys = true, indent = 2, width = defaultWidth } = options;
  const spaces = indent >= 2 && indent <= 9 ? indent : 2;
  const fits = width < 0 ? Number.POSITIVE_INFINITY : width > spaces * 2 ? width : defaultWidth;
  return new Emitter({ indent: spaces, width: fits }).document(
    represent(value, { flowStyle: defaultFlowStyle, sortKeys }),
  );
}
