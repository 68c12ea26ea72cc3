import { crc32 } from "node:zlib";
import { runCommand } from "../process/run-command.js";
import { type LoopDisk, mustRun } from "./loop-disk.js";

const magic = 0x27051956;
const headerLength = 64;
const maxScriptBytes = 65_536;

/** What stands on the disks does not boot. */
export class Unbootable extends Error {}

/**
 * The text of a compiled boot script. @throws Unbootable
 * @source U-Boot, include/image.h: 64 bytes of header, then the length of the text, a zero, and the text
 */
export function scriptText(image: Buffer): string {
  if (image.length < headerLength + 8 || image.readUInt32BE(0) !== magic) throw new Unbootable("boot.scr is no image");
  const header = Buffer.from(image.subarray(0, headerLength));
  header.writeUInt32BE(0, 4);
  if (crc32(header) !== image.readUInt32BE(4)) throw new Unbootable("the header of boot.scr is damaged");
  const data = image.subarray(headerLength, headerLength + image.readUInt32BE(12));
  if (crc32(data) !== image.readUInt32BE(24)) throw new Unbootable("boot.scr is damaged");
  return data.subarray(8, 8 + data.readUInt32BE(0)).toString();
}

/**
 * What a board with U-Boot does with its SD card, up to the name of the root: it looks for `boot.scr` at the top and then
 * below `/boot`, does not replay journals, and loads the files that the script names.
 *
 * @returns what stands behind `root=`, with `${uuid}` for the card's own partition
 * @throws Unbootable
 */
export async function namedRoot(card: LoopDisk): Promise<string> {
  const scripts = ["/boot.scr", "/boot/boot.scr"];
  for (const path of scripts) {
    const image = await fileOf(card, path);
    if (image === null) continue;
    const text = scriptText(image);
    for (const [, file = ""] of text.matchAll(/^\s*(?:if )?load .* (\/[^\s;$]+)\s*;?/gm)) {
      if ((await fileOf(card, file)) === null) throw new Unbootable(`${path} loads ${file}, which is not there`);
    }
    const root = /root=([^\s"]+)/.exec(text)?.[1];
    if (root === undefined) throw new Unbootable(`${path} names no root`);
    return root;
  }
  throw new Unbootable("there is no boot.scr");
}

/** A file of an ext4 file system as it stands on the disk, the journal left aside; null: it is not there. */
async function fileOf(card: LoopDisk, path: string): Promise<Buffer | null> {
  const { stderr } = await runCommand("debugfs", ["-R", `stat ${path}`, card.partition(1)]);
  if (/File not found|not found by ext2_lookup/.test(stderr)) return null;
  const hex = await mustRun("sh", [
    "-c",
    'debugfs -R "cat $1" "$2" 2>/dev/null | head -c "$3" | od -An -v -tx1',
    "sh",
    path,
    card.partition(1),
    String(maxScriptBytes),
  ]);
  return Buffer.from(hex.replace(/\s+/g, ""), "hex");
}
