import { globMatcher, pcreMatcher } from "@salina/targeting";
import type { Matchers } from "./id-expressions.js";

/** The pattern languages of targets, for the ids in autosign and autoreject files. */
export const targetingMatchers: Matchers = {
  glob: globMatcher,
  regex(pattern) {
    const compiled = pcreMatcher(pattern);
    return compiled.ok ? compiled.value : null;
  },
};
