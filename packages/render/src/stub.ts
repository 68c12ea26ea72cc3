import { RenderError } from "./values.js";
export function renderTemplate(source: string, file: string, _o: unknown): string {
  if (/\{[{%]/.test(source)) throw new RenderError("no engine", file, 1);
  return source;
}
