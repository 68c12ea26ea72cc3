// `npm run demo`: a master and four stock minions. `--once` ends after the command.
import { Demo } from "@salina/lab";
import { demoRelease } from "./salt-releases.mjs";
import { ensureSaltVenv } from "./salt-venv.mjs";
import { root, toolsDir } from "./setup/paths.mjs";
import { say } from "./setup/say.mjs";

const { bin } = await ensureSaltVenv({ release: demoRelease, toolsDir, log: say });
const demo = new Demo({ root, saltBin: bin, saltRelease: demoRelease, say });

// At any moment: what has been started is ended.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    say("stopping");
    await demo.stop();
    process.exit(0);
  });
}

try {
  await demo.run();
  if (process.argv.includes("--once")) await demo.stop();
  else {
    say("up until Ctrl-C. In another terminal:");
    say("  node_modules/.bin/salt -c var/demo/etc '*' test.ping");
    say("  documentation: README.md and docs/");
  }
} catch (error) {
  say(`the demo failed: ${error?.message ?? error}`);
  await demo.stop();
  process.exitCode = 1;
}
