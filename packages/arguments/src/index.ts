export { keywordArguments, parseArguments, yamlifiedArguments } from "./arguments.js";
export { batchSize } from "./batch-size.js";
export { type Command, type CommandResult, parseCommand } from "./compound.js";
export { yamlifyArgument } from "./yamlify.js";
