import { main } from "../cp/main.js";
import { runProcess } from "./process.js";

await runProcess(main);
