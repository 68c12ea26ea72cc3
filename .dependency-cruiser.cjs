// One way of dependencies: docs/architecture.md draws it. Runs on the built files.
const io = "^(node:)?(fs|net|http|https|http2|child_process|dgram|dns|tls|worker_threads|sqlite|os)(/|$)";
const only = (name, from, allowed) => ({
  name,
  severity: "error",
  from: { path: `^packages/${from}/dist` },
  to: { path: "^packages/", pathNot: [`^packages/(${[from, ...allowed].join("|")})/`] },
});

module.exports = {
  forbidden: [
    {
      name: "pure-has-no-io",
      severity: "error",
      from: {
        path: "^packages/(wire|yaml|arguments|targeting|render|orchestration)/dist",
        pathNot: "\\.test\\.js$|/testing/",
      },
      to: { path: io },
    },
    only("wire-stands-alone", "wire", []),
    only("yaml-knows-wire", "yaml", ["wire"]),
    only("arguments-knows-wire-and-yaml", "arguments", ["wire", "yaml"]),
    only("targeting-knows-wire", "targeting", ["wire"]),
    only("render-knows-wire-yaml-and-targeting", "render", ["wire", "yaml", "targeting"]),
    only("orchestration-knows-wire-and-targeting", "orchestration", ["wire", "targeting"]),
    only("api-knows-nobody", "api", ["wire"]),
    only("store-knows-wire-and-api", "store", ["wire", "api"]),
    only("rest-knows-wire-yaml-arguments-and-api", "rest", ["wire", "yaml", "arguments", "api"]),
    only("cli-knows-no-daemon-code", "cli", ["wire", "yaml", "arguments", "api"]),
    only("lab-knows-wire-and-api", "lab", ["wire", "api"]),
    {
      name: "nothing-imports-master",
      severity: "error",
      from: { pathNot: "^packages/master/" },
      to: { path: "^packages/master/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphan-resolution", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.d\\.ts$" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
