import type { Runner } from "../runner.js";
import { cancel } from "./cancel.js";
import { graph } from "./graph.js";
import { list } from "./list.js";
import { preview } from "./preview.js";
import { retry } from "./retry.js";
import { show } from "./show.js";
import { wait } from "./wait.js";

/** Runs of orchestrations: which there are, how far they are, and what is to become of them. Salina's own. */
export const orchestrationRunners: readonly Runner[] = [cancel, graph, list, preview, retry, show, wait];
