import type { CommandLine } from "../options/command.js";
import { eauthOptions, generalOptions, logOptions, outputOptions } from "../options/common.js";
import type { Option } from "../options/option.js";

const actionOptions: readonly Option[] = [
  {
    flags: ["-l", "--list"],
    dest: "list",
    kind: "text",
    metavar: "ARG",
    completes: { words: ["accepted", "unaccepted", "pre", "rejected", "denied", "all"] },
    help: "List keys of one state: accepted, unaccepted (or pre), rejected, denied, or all.",
  },
  { flags: ["-L", "--list-all"], dest: "list_all", kind: "flag", help: "List all keys." },
  {
    flags: ["-a", "--accept"],
    dest: "accept",
    kind: "text",
    help: "Accept keys whose id matches this glob.",
    completes: { ask: "pending" },
  },
  { flags: ["-A", "--accept-all"], dest: "accept_all", kind: "flag", help: "Accept all pending keys." },
  {
    flags: ["-r", "--reject"],
    dest: "reject",
    kind: "text",
    help: "Reject keys whose id matches this glob.",
    completes: { ask: "pending" },
  },
  { flags: ["-R", "--reject-all"], dest: "reject_all", kind: "flag", help: "Reject all pending keys." },
  {
    flags: ["--include-all"],
    dest: "include_all",
    kind: "flag",
    help: "Accept rejected keys too, or reject accepted ones.",
  },
  { flags: ["--include-accepted"], dest: "include_accepted", kind: "flag", help: "Reject accepted keys too." },
  { flags: ["--include-rejected"], dest: "include_rejected", kind: "flag", help: "Accept rejected keys too." },
  { flags: ["--include-denied"], dest: "include_denied", kind: "flag", help: "Accept or reject denied keys too." },
  {
    flags: ["-p", "--print"],
    dest: "print",
    kind: "text",
    help: "Show the keys whose id matches this glob.",
    completes: { ask: "keys" },
  },
  { flags: ["-P", "--print-all"], dest: "print_all", kind: "flag", help: "Show all keys." },
  {
    flags: ["-d", "--delete"],
    dest: "delete",
    kind: "text",
    help: "Delete keys whose id matches this glob.",
    completes: { ask: "keys" },
  },
  { flags: ["-D", "--delete-all"], dest: "delete_all", kind: "flag", help: "Delete all keys." },
  {
    flags: ["-f", "--finger"],
    dest: "finger",
    kind: "text",
    help: "Show fingerprints of keys whose id matches this glob.",
    completes: { ask: "keys" },
  },
  { flags: ["-F", "--finger-all"], dest: "finger_all", kind: "flag", help: "Show all fingerprints, the master's too." },
];

const fingerOptions: readonly Option[] = [
  {
    flags: ["--hash-type"],
    dest: "finger_hash",
    kind: "text",
    metavar: "HASH",
    help: "Hash of the fingerprints: sha256, sha512, md5, ... Default: the master's hash_type.",
    own: true,
  },
];

const keyGenOptions: readonly Option[] = [
  { flags: ["--gen-keys"], dest: "gen_keys", kind: "text", help: "Make a key pair of this name." },
  { flags: ["--gen-keys-dir"], dest: "gen_keys_dir", kind: "text", help: "Where to put it. Default: '.'." },
  { flags: ["--keysize"], dest: "keysize", kind: "integer", help: "Bits of the key, 2048 to 32768. Default: 2048." },
  {
    flags: ["--gen-signature"],
    dest: "gen_signature",
    kind: "flag",
    help: "Sign the master's public key, into the file that the master gives to minions.",
  },
  { flags: ["--priv"], dest: "priv", kind: "text", help: "Private key to sign with." },
  { flags: ["--signature-path"], dest: "signature_path", kind: "text", help: "Directory of the signature." },
  { flags: ["--pub"], dest: "pub", kind: "text", help: "Public key to sign." },
  { flags: ["--auto-create"], dest: "auto_create", kind: "flag", help: "Make a signing key pair where there is none." },
];

export const keyCommandLine: CommandLine = {
  program: "salt-key",
  usage: "salt-key [options]",
  description: "Lists, accepts, rejects and deletes the keys of minions.",
  groups: [
    {
      title: null,
      options: [
        ...generalOptions,
        {
          flags: ["-u", "--user"],
          dest: "user",
          kind: "text",
          help: "Account to run as.",
          unused: "the master changes the keys, not this command",
        },
        { flags: ["-q", "--quiet"], dest: "quiet", kind: "flag", help: "No error texts." },
        { flags: ["-y", "--yes"], dest: "yes", kind: "flag", help: "Do not ask." },
        {
          flags: ["--rotate-aes-key"],
          dest: "rotate_aes_key",
          kind: "text",
          help: "False keeps the shared key although minions were deleted or rejected. Default: True.",
        },
        {
          flags: ["--preserve-minions"],
          dest: "preserve_minions",
          kind: "text",
          help: "True keeps cached data of deleted minions. Default: False.",
        },
      ],
    },
    logOptions(["--log-level"]),
    { title: "Actions", options: [...actionOptions, ...fingerOptions] },
    { title: "Key Generation Options", options: keyGenOptions },
    eauthOptions(["--auth", "--eauth", "--external-auth"]),
    outputOptions,
  ],
};
