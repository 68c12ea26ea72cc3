/** Ends a test run with one plain line: `N passed, N failed, N skipped`. */
export default class ClosingLineReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) counts[state === "passed" || state === "failed" ? state : "skipped"]++;
      // A file that could not be loaded, or whose preparation failed, is a failure although none of its tests is one.
      if (module.state() === "failed" && !states.includes("failed")) counts.failed++;
    }
    // Last of all, after the other reporters' summaries.
    process.once("exit", () =>
      process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`),
    );
  }
}
