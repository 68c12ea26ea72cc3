import { defineConfig } from "vitest/config";

// Tests run on the built files: what is tested is what is shipped, workers included.
export default defineConfig({
  test: {
    pool: "forks",
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["packages/*/dist/**/*.test.js"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "interop",
          include: ["test/dist/**/*.test.js"],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
