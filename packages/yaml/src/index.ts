export { keyIdentity } from "./key-identity.js";
export { maxYamlBytes, maxYamlDepth, maxYamlValues } from "./limits.js";
export { floatValue, readPlain } from "./plain-scalar.js";
export { readYaml } from "./read-yaml.js";
export { escaped } from "./scalar-style.js";
export { type WriteYamlOptions, writeYaml } from "./write-yaml.js";
export { YamlFault } from "./yaml-fault.js";
