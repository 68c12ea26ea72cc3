import { main } from "../key/main.js";
import { runProcess } from "./process.js";

await runProcess(main);
