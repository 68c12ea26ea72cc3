/** A document of more bytes is refused. Ours, not Salt's: a pillar or a state file is rarely a hundredth of it. */
export const maxYamlBytes = 1024 * 1024;

/** Maps and lists within one another. */
export const maxYamlDepth = 100;

/** Keys and values of a document, aliases and merged maps written out. */
export const maxYamlValues = 200_000;
