import { COMBINE_FILTERS } from "./combine.js";
import type { Filters } from "./filter.js";
import { NUMBER_FILTERS } from "./number.js";
import { SELECT_FILTERS } from "./select.js";
import { SEQUENCE_FILTERS } from "./sequence.js";
import { SERIALIZE_FILTERS } from "./serialize.js";
import { TEXT_FILTERS } from "./text.js";
import { VALUE_FILTERS } from "./value.js";

/** Jinja2's filters and those of Salt's SerializerExtension. */
export const BUILT_IN_FILTERS: Filters = [
  ...TEXT_FILTERS,
  ...SEQUENCE_FILTERS,
  ...SELECT_FILTERS,
  ...NUMBER_FILTERS,
  ...VALUE_FILTERS,
  ...SERIALIZE_FILTERS,
  ...COMBINE_FILTERS,
];
