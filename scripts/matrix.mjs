// `npm run test:matrix [RELEASE...]`: stock minions of every release against this master. Writes var/matrix.json and the
// table in docs/compatibility.md. With releases named only those run; the others keep their last result.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderMatrix, replaceBetweenMarkers } from "./matrix-table.mjs";
import { releases } from "./salt-releases.mjs";

const root = join(fileURLToPath(import.meta.url), "../..");
const recordsDir = join(root, "var", "matrix");
const document = join(root, "docs", "compatibility.md");
const named = process.argv.slice(2);

mkdirSync(recordsDir, { recursive: true });
for (const { release } of named.length > 0 ? named.map((name) => ({ release: name })) : releases) {
  rmSync(join(recordsDir, `${release}.json`), { force: true });
  rmSync(join(recordsDir, "features", `${release}.json`), { force: true });
}

const code = await runTests();
const features = new Map(recordsIn(join(recordsDir, "features")).map((record) => [record.release, record.cases]));
const records = recordsIn(recordsDir).map((record) => ({ ...record, features: features.get(record.release) ?? {} }));
const place = new Map(releases.map(({ release }, index) => [release, index]));
records.sort((a, b) => (place.get(a.release) ?? -1) - (place.get(b.release) ?? -1));
writeFileSync(join(root, "var", "matrix.json"), `${JSON.stringify(records, null, 2)}\n`);
writeFileSync(document, replaceBetweenMarkers(readFileSync(document, "utf8"), renderMatrix(records)));
// Tables as the formatter wants them.
spawnSync(join(root, "node_modules", ".bin", "biome"), ["format", "--write", document], { cwd: root, stdio: "ignore" });
console.log("written: var/matrix.json, docs/compatibility.md");
process.exitCode = code;

function recordsIn(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")));
}

function runTests() {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const tests = ["stock-minions", "features"].map((name) => `test/dist/interop/${name}.test.js`);
  const args = [vitest, "run", "--project", "interop", ...tests];
  const env = {
    ...process.env,
    SALINA_TEST_RELEASES: named.length > 0 ? named.join(",") : "matrix",
    SALINA_TEST_JOBS: process.env.SALINA_TEST_JOBS ?? "200",
    SALINA_MATRIX_DIR: recordsDir,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (status) => resolve(status ?? 1));
  });
}
