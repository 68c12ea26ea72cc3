/** An answer that is none: clients look at its status alone. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.name = "Refusal";
    this.status = status;
  }
}

export const noPermission = () => new Refusal(401, "No permission -- see authorization schemes");
export const wrongCredentials = () => new Refusal(401, "Could not authenticate using provided credentials");
export const notAllowed = () => new Refusal(401, "Authorization error occurred.");
export const notAllowedOnMaster = (user: string) =>
  new Refusal(401, `Authentication failure of type "token" occurred for user ${user}.`);
export const notLowstates = () => new Refusal(400, "Lowstates must be a list");
export const wrongField = (field: string, reason: string) => new Refusal(400, `${field}: ${reason}`);

const phrases: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  413: "Payload Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** As CherryPy shows an error, without the version that it tells. */
export function errorPage(status: number, text: string): string {
  const phrase = `${status} ${phrases[status] ?? "Error"}`;
  return `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>${phrase}</title>\n</head>\n<body>\n<h2>${phrase}</h2>\n<p>${escaped(text)}</p>\n</body>\n</html>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
