import { main } from "../salina/main.js";
import { runProcess } from "./process.js";

await runProcess(main);
