import { writeYaml } from "@salina/yaml";
import type { Outputter } from "./outputter.js";

/** YAML 1.1 with sorted keys, byte for byte as libyaml writes it. @source salt/output/yaml_out.py */
export const yaml: Outputter = (value, settings) => {
  const indent = typeof settings.indent === "number" ? settings.indent : 2;
  return writeYaml(value, { defaultFlowStyle: indent < 0, indent }).trimEnd();
};
