import { fromJson } from "@salina/wire";
import { describe, expect, test } from "vitest";
import { noColors } from "./colors.js";
import { highstate } from "./highstate.js";
import { defaultStateOutput, type StateOutput } from "./outputter.js";

const show = (value: unknown, state: Partial<StateOutput> = {}) =>
  highstate(
    fromJson(value as never),
    { colors: noColors, stripColors: true, indent: undefined, state: { ...defaultStateOutput, ...state } },
    { retcode: 0 },
  );

const run = {
  "test_|-bad_|-bad_|-fail_without_changes": {
    __run_num__: 1,
    name: "bad",
    result: false,
    comment: "Failure!",
    changes: {},
    start_time: "01:28:48.166755",
    duration: 0.964,
  },
  "file_|-/etc/demo.txt_|-/etc/demo.txt_|-managed": {
    __run_num__: 0,
    name: "/etc/demo.txt",
    result: true,
    comment: "File /etc/demo.txt updated",
    changes: { diff: "New file" },
    start_time: "01:28:48.110274",
    duration: 54.269,
  },
  "test_|-longname_|-other-name_|-configurable_test_state": {
    __run_num__: 2,
    name: "other-name",
    result: true,
    comment: "",
    changes: { testing: { new: "Something pretended to change", old: "Unchanged" } },
    start_time: "01:28:48.167808",
    duration: 0.331,
    warnings: ["watch out"],
  },
};

describe("highstate", () => {
  test("shows the sample of the reference", () => {
    expect(show({ web1: run })).toBe(`web1:
----------
          ID: /etc/demo.txt
    Function: file.managed
      Result: True
     Comment: File /etc/demo.txt updated
     Started: 01:28:48.110274
    Duration: 54.269 ms
     Changes:   
              ----------
              diff:
                  New file
----------
          ID: bad
    Function: test.fail_without_changes
      Result: False
     Comment: Failure!
     Started: 01:28:48.166755
    Duration: 0.964 ms
     Changes:   
----------
          ID: longname
    Function: test.configurable_test_state
        Name: other-name
      Result: True
     Comment: 
     Started: 01:28:48.167808
    Duration: 0.331 ms
     Changes:   
              ----------
              testing:
                  ----------
                  new:
                      Something pretended to change
                  old:
                      Unchanged
    Warnings: watch out

Summary for web1
------------
Succeeded: 2 (changed=2)
Failed:    1
Warnings:  1
------------
Total states run:     3
Total run time:  55.564 ms`);
  });

  test("shows a state in one line", () => {
    expect(show({ web1: run }, { mode: "mixed" })).toContain(
      "\n  Name: /etc/demo.txt - Function: file.managed - Result: Changed - Started: 01:28:48.110274 - Duration: 54.269 ms\n",
    );
    expect(show({ web1: run }, { mode: "terse", tabular: true })).toContain(
      "\n01:28:48.110274 [ 54.269 ms]       file.managed    Changed   Name: /etc/demo.txt\n",
    );
  });

  test("shows errors of compilation", () => {
    expect(show({ web1: ["No matching sls found for 'nosuch' in env 'base'"] })).toBe(
      "web1:\n    Data failed to compile:\n----------\n    No matching sls found for 'nosuch' in env 'base'",
    );
  });

  test("shows the blocks of minions inside a step of an orchestration", () => {
    const inner = { "test_|-a_|-a_|-nop": { __run_num__: 0, result: true, comment: "ok", changes: {}, duration: 1 } };
    const step = {
      __run_num__: 0,
      result: true,
      comment: "States ran successfully.",
      changes: { out: "highstate", ret: { web1: inner } },
      duration: 1500,
    };
    const text = show({ outputter: "highstate", data: { vm_master: { "salt_|-s_|-s_|-state": step } }, retcode: 0 });
    expect(text).toContain(
      "     Changes:   \n              web1:\n              ----------\n                        ID: a\n",
    );
    expect(text).toContain("              Summary for web1\n");
    expect(text).toMatch(/^vm_master:\n/);
    expect(text).toContain("Total run time:   1.500 s");
  });
});
