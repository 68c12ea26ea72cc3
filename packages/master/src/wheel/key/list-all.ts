import { keyLists, matchedKeys } from "../../keys/key-lists.js";
import type { WheelContext, WheelFunction } from "../wheel-function.js";

export const listAll: WheelFunction = {
  name: "key.list_all",
  doc: "The ids of every list of keys, empty ones too, and the names of the master's own key files.",
  reads: true,
  parameters: [],
  run: (_given, context) => allKeys(context),
};

export async function allKeys({ keys }: WheelContext): Promise<Map<string, string[]>> {
  const found = await matchedKeys(keys, ["*"]);
  const lists = new Map<string, string[]>();
  for (const [state, name] of keyLists) {
    lists.set(
      name,
      found.filter((ref) => ref.state === state).map(({ id }) => id),
    );
  }
  return lists.set(
    "local",
    (await keys.masterKeys()).map(({ name }) => name),
  );
}
