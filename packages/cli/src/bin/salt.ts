import { main } from "../salt/main.js";
import { runProcess } from "./process.js";

await runProcess(main);
