import { boolean, integer, oneOf } from "../kinds.js";
import { option, yearS } from "./option.js";

/** Options for how jobs are published. */
export const publishOptions = {
  sign_pub_messages: option(boolean, true, "publish.sign", "Sign each publish."),
  publish_signing_algorithm: option(
    oneOf(["PKCS1v15-SHA1", "PKCS1v15-SHA224"]),
    "PKCS1v15-SHA1",
    "publish.signingAlgorithm",
    "Minions before 3006.9 only know the first.",
  ),
  publish_session: option(
    integer(1, yearS, "seconds"),
    86_400,
    "publish.sessionS",
    "Age at which the shared key is made anew.",
  ),
  ping_on_rotate: option(
    boolean,
    false,
    "publish.pingOnRotate",
    "Ping all minions after a new shared key, so that they fetch it at once.",
  ),
} as const;
