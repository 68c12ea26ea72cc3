import { defineConfig } from "vitest/config";

// Tests run on the built files: what is tested is what is shipped, workers included (docs/adr/0005).
export default defineConfig({
  test: {
    pool: "forks",
    reporters: ["default", "./scripts/closing-line-reporter.mjs"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/dist/**/*.test.js"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "interop",
          include: ["test/dist/**/*.test.js"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
