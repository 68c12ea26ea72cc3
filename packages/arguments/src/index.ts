export { parseArguments, yamlifiedArguments } from "./arguments.js";
export { type Command, type CommandResult, parseCommand } from "./compound.js";
export { constructScalar, resolvePlain } from "./yaml-scalar.js";
export { yamlifyArgument } from "./yamlify.js";
