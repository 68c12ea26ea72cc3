import { execFile, spawn } from "node:child_process";
import type { Log } from "../../log.js";
import type { Backend } from "./backend.js";

/**
 * Exit codes: 0 the password is right and the account may be used, 1 it is not, 2 there is no PAM. The password comes on the standard input.
 * In Python, since PAM is a C library: nothing of ours is built for each processor.
 */
const program = `
import ctypes as c, ctypes.util as u, sys
service, user = [one.encode() for one in sys.argv[1:3]]
password = sys.stdin.buffer.read()
try:
    pam, libc = c.CDLL(u.find_library("pam") or "libpam.so.0"), c.CDLL(None)
except OSError:
    sys.exit(2)
class Message(c.Structure):
    _fields_ = [("style", c.c_int), ("text", c.c_char_p)]
class Response(c.Structure):
    _fields_ = [("text", c.c_void_p), ("code", c.c_int)]
Talk = c.CFUNCTYPE(c.c_int, c.c_int, c.POINTER(c.POINTER(Message)), c.POINTER(c.POINTER(Response)), c.c_void_p)
class Conversation(c.Structure):
    _fields_ = [("talk", Talk), ("data", c.c_void_p)]
libc.calloc.restype = c.c_void_p
libc.strdup.restype = c.c_void_p
def talk(count, messages, answer, _data):
    place = libc.calloc(c.c_size_t(count), c.c_size_t(c.sizeof(Response)))
    answer[0] = c.cast(place, c.POINTER(Response))
    for at in range(count):
        if messages[at].contents.style == 1:
            answer[0][at].text = libc.strdup(c.c_char_p(password))
    return 0
conversation = Conversation(Talk(talk), None)
handle = c.c_void_p()
if pam.pam_start(service, user, c.byref(conversation), c.byref(handle)) != 0:
    sys.exit(2)
code = pam.pam_authenticate(handle, c.c_int(0))
if code == 0:
    code = pam.pam_acct_mgmt(handle, c.c_int(0))
pam.pam_end(handle, code)
sys.exit(0 if code == 0 else 1)
`;
const limitMs = 30_000;

/**
 * The system's own users, through PAM.
 *
 * @param service PAM's (`auth.pam.service`, default `login`) @param python `auth.pam.python`
 */
export function pam({
  service,
  python,
  log,
}: {
  readonly service: string;
  readonly python: string;
  readonly log: Log;
}): Backend {
  return {
    async verify({ username, password }) {
      if (username.includes("\0") || password.includes("\0")) return false;
      const code = await run(python, ["-I", "-c", program, service, username], password);
      if (code !== 0 && code !== 1)
        log.error({ event: "pam.unavailable", python }, "PAM cannot be asked: it needs python3 and libpam");
      return code === 0;
    },
    groupsOf: (user) =>
      new Promise((resolve) => {
        execFile("id", ["-Gn", "--", user], { timeout: limitMs }, (error, stdout) =>
          resolve(error ? [] : stdout.trim().split(/\s+/)),
        );
      }),
  };
}

/** @returns its exit code; null: it did not start, or did not end */
function run(command: string, args: readonly string[], input: string): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: ["pipe", "ignore", "ignore"], env: {} });
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const end = (code: number | null) => {
      clearTimeout(timer);
      resolve(code);
    };
    child.once("error", () => end(null));
    child.once("close", end);
  });
}
