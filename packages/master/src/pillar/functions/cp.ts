import { type FunctionModule, functionOf } from "./master-function.js";

export const cpFunctions: FunctionModule = {
  get_file_str: functionOf(["path", "saltenv"], (given, { files }) => {
    const path = given.text("path").replace(/^salt:\/\//, "");
    return files.read(path, given.text("saltenv", "base"))?.text ?? false;
  }),
};
