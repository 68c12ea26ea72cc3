import { type MinionRequest, sealed } from "./minion-request.js";

/** `_register_resources`: a 3008 minion names the resources it manages. They cannot be targeted here: it is told yes. */
export function registerResourcesRequest(): MinionRequest<null> {
  return {
    cmd: "_register_resources",
    doc: "says yes: resources cannot be targeted",
    test: "packages/master/src/requests/hostile-fields.test.ts",
    needsId: true,
    input: () => ({ ok: true, value: null }),
    run: () => Promise.resolve(sealed(true)),
  };
}
