import { testRest } from "./rest.js";

/** The text of `docs/openapi.json`. */
export async function openapiDocument(version: string): Promise<string> {
  const { app } = testRest({ version });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return text;
}
