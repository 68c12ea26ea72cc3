import { readFile } from "node:fs/promises";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** -1, the "leave as it is" of chown, for null. @throws when there is no such account */
export async function accountId(name: string | null): Promise<number> {
  if (name === null) return -1;
  return (await findAccount(name)).uid;
}

export async function groupId(name: string | null): Promise<number> {
  if (name === null) return -1;
  if (/^\d+$/.test(name)) return Number(name);
  const fields = await lineOf("/etc/group", name);
  if (!fields?.[2]) throw new Error(`there is no group ${JSON.stringify(name)}`);
  return Number(fields[2]);
}

export async function findAccount(name: string): Promise<Account> {
  const fields = await lineOf("/etc/passwd", name);
  if (!fields?.[2] || !fields[3]) throw new Error(`there is no account ${JSON.stringify(name)}`);
  return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Ids of the groups that name the account as a member. */
export async function groupsOf(account: string): Promise<number[]> {
  const groups = (await readFile("/etc/group", "utf8")).split("\n").map((line) => line.split(":"));
  return groups.filter(([, , , members]) => members?.split(",").includes(account)).map(([, , id]) => Number(id));
}

async function lineOf(file: string, name: string): Promise<string[] | undefined> {
  const lines = (await readFile(file, "utf8")).split("\n").map((line) => line.split(":"));
  return lines.find(([first]) => first === name);
}
