/** Query fields are text; those that the schema calls integer or boolean are read as such, so that validation need not guess. */
export function typedQuery(query: Readonly<Record<string, unknown>>, schema: unknown): Record<string, unknown> {
  const properties = (schema as { properties?: Record<string, { type?: string }> } | undefined)?.properties ?? {};
  const typed = Object.entries(query).map(([name, value]): [string, unknown] => {
    const type = Object.hasOwn(properties, name) ? properties[name]?.type : undefined;
    if (type === "integer" && typeof value === "string" && /^-?\d{1,15}$/.test(value)) return [name, Number(value)];
    if (type === "boolean" && (value === "true" || value === "false")) return [name, value === "true"];
    return [name, value];
  });
  return Object.fromEntries(typed);
}
