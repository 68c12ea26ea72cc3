import { main } from "../run/main.js";
import { runProcess } from "./process.js";

await runProcess(main);
