import { expect, test } from "vitest";
import { templatePath } from "./template-path.js";

test("names are paths from the file roots", () => {
  expect(templatePath("web/map.jinja", "db")).toEqual({
    path: "web/map.jinja",
    tpldir: "web",
    tplfile: "web/map.jinja",
  });
  expect(templatePath("top.jinja", "db")).toEqual({ path: "top.jinja", tpldir: ".", tplfile: "top.jinja" });
});

test("names that start with a dot are relative, and keep the directory they are relative to", () => {
  expect(templatePath("./map.jinja", "web/nginx")).toMatchObject({ path: "web/nginx/map.jinja", tpldir: "web/nginx" });
  expect(templatePath("../map.jinja", "web/nginx")).toMatchObject({ path: "web/map.jinja", tplfile: "../map.jinja" });
  expect(templatePath("./map.jinja", undefined)).toBeUndefined();
});

test.each(["../x", "../../x", "a/../../x", "/etc/passwd", "..", ".", "a\0b"])(
  "%s is no path within the roots",
  (name) => {
    expect(templatePath(name, ".")).toBeUndefined();
  },
);
