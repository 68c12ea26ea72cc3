/** Whether the name of an option that Salina does not know itself speaks of a secret. */
export function isSecretName(name: string): boolean {
  return /pass|secret|token|key$/i.test(name);
}
