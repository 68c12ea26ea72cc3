/**
 * Why Salina refuses what stock takes in some way: docs/targeting.md lists these, with what stock does. Everything else
 * that is refused has to mean nobody with stock too.
 */
const deliberate: readonly RegExp[] = [
  // Stock's master closes it, its minions do not.
  /a parenthesis is not closed/,
  // A call in Python's eyes: the minion may never come to it.
  /stands where none can be/,
  // Stock leaves the word out.
  /the nodegroup ".*" is not known/,
  /contains itself/,
  // With stock only this part says no.
  /is neither an IP address nor a network/,
  /is no size of an IPv[46] network/,
  /bits set beyond the network/,
  /it has to be key.+pattern/,
  // Regular expressions: not in linear time, or not readable at all.
  /not supported/,
  /missing \)|global flags not at the start|unbalanced|unterminated|nothing to repeat|multiple repeat|bad escape|bad character range/,
];

export function isDeliberate(reason: string): boolean {
  return deliberate.some((one) => one.test(reason));
}
