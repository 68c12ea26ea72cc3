// Docs that must say what the code says: fails with what is missing. Runs on the built files.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

const problems = [];
const read = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");

function mentions(file, what, names) {
  const text = read(file);
  for (const name of names) if (!text.includes(name)) problems.push(`${file}: ${what} ${name} is missing`);
}

const { version } = await import(join(root, "packages/master/dist/version.js"));
if (JSON.parse(read("package.json")).version !== version)
  problems.push(`packages/master/src/version.ts: ${version} is not the version of package.json`);

const declared = await import(join(root, "packages/api/dist/errors.js"));
const { httpErrors } = await import(join(root, "packages/rest/dist/errors.js"));
const codes = [
  ...Object.values(declared).flatMap((error) => (error?.kind ? [error.kind.code] : [])),
  ...Object.values(httpErrors).map(({ code }) => code),
];
mentions(
  "docs/errors.md",
  "the error",
  codes.map((code) => `\`${code}\``),
);

const dependencies = readdirSync(join(root, "packages")).flatMap((name) =>
  Object.keys(JSON.parse(read(`packages/${name}/package.json`)).dependencies ?? {}).filter(
    (one) => !one.startsWith("@salina/"),
  ),
);
const tools = Object.keys(JSON.parse(read("package.json")).devDependencies).filter(
  (one) => !one.startsWith("@salina/"),
);
mentions(
  "docs/dependencies.md",
  "the dependency",
  [...dependencies, ...tools].map((name) => `\`${name}\``),
);

mentions(
  "docs/adr/README.md",
  "the decision",
  readdirSync(join(root, "docs/adr")).filter((name) => /^\d{4}-/.test(name)),
);

const { samePage, withRequestTable } = await import(join(root, "packages/master/dist/requests/request-docs.js"));
const requestsPage = read("docs/requests.md");
if (!samePage(withRequestTable(requestsPage), requestsPage))
  problems.push("docs/requests.md: not what the code serves; run `node scripts/requests-docs.mjs`");

const { withRunnerTables } = await import(join(root, "packages/master/dist/runners/runner-docs.js"));
const runnersPage = read("docs/runners.md");
if (!samePage(withRunnerTables(runnersPage), runnersPage))
  problems.push("docs/runners.md: not what the code serves; run `node scripts/runners-docs.mjs`");

const { withWheelTables } = await import(join(root, "packages/master/dist/wheel/wheel-docs.js"));
const wheelPage = read("docs/wheel.md");
if (!samePage(withWheelTables(wheelPage), wheelPage))
  problems.push("docs/wheel.md: not what the code serves; run `node scripts/wheel-docs.mjs`");

const { formulas, withPillarTable } = await import("./states-tables.mjs");
for (const name of formulas()) {
  const { page, made } = withPillarTable(name);
  if (!samePage(made, page))
    problems.push(`states/${name}/README.md: not its schema; run \`node scripts/states-docs.mjs\``);
}

if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n`);
  process.exitCode = 1;
}
