import { bind } from "../arguments.js";
import { escapeText } from "../objects/escape.js";
import { str } from "../objects/repr.js";
import { truth } from "../objects/truth.js";
import { type Args, asText, Markup, needIndex, type Py, type Runtime } from "../objects/types.js";

const ADDRESS =
  /^((https?:\/\/|www\.)(([\p{L}\p{N}_%-]+\.)+)?([a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})|([\p{L}\p{N}_%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)|(https?:\/\/)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}\])))(?::[\d]{1,5})?(?:[/?#]\S*)?$/iu;
const MAIL = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u;
const MAX_WORD = 4096;

/** Makes links of addresses in text. @source jinja2/utils.py, urlize */
export function urlize(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"];
  const [limit = null, noFollow = false, target = null, rel = null] = bind("do_urlize", parameters, 0, given);
  const words = new Set(["noopener", ...(asText(rel) ?? "").split(/\s+/).filter((word) => word !== "")]);
  if (truth(noFollow)) words.add("nofollow");
  const attributes = ` rel="${escapeText([...words].sort().join(" "))}"${target === null ? "" : ` target="${escapeText(str(target, rt.budget))}"`}`;
  const most = limit === null ? undefined : needIndex(limit);
  const trimmed = (text: string): string =>
    most !== undefined && text.length > most ? `${text.slice(0, most)}...` : text;
  const made = escapeText(str(value, rt.budget))
    .split(/(\s+)/)
    .map((word) => link(word, attributes, trimmed))
    .join("");
  rt.budget.text(made.length);
  return rt.autoescape ? new Markup(made) : made;
}

function link(word: string, attributes: string, trimmed: (text: string) => string): string {
  if (word.length > MAX_WORD) return word;
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? "";
  let middle = word.slice(head.length);
  const tail = /(?:[)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? "";
  middle = tail === "" ? middle : middle.slice(0, -tail.length);
  if (ADDRESS.test(middle)) {
    const href = /^https?:\/\//.test(middle) ? middle : `https://${middle}`;
    middle = `<a href="${href}"${attributes}>${trimmed(middle)}</a>`;
  } else if (middle.startsWith("mailto:") && MAIL.test(middle.slice(7))) {
    middle = `<a href="${middle}">${middle.slice(7)}</a>`;
  } else if (middle.includes("@") && !middle.startsWith("www.") && !middle.includes(":") && MAIL.test(middle)) {
    middle = `<a href="mailto:${middle}">${middle}</a>`;
  }
  return head + middle + tail;
}
