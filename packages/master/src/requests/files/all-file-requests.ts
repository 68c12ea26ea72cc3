import type { FileServer } from "../../files/file-server.js";
import { Lane } from "../lane.js";
import { type MinionRequest, type ServedRequest, served } from "../minion-request.js";
import { fileFindRequest, fileHashRequests } from "./find.js";
import { fileEnvsRequest, fileListRequests, symlinkListRequest } from "./lists.js";
import { serveFileRequest } from "./serve-file.js";

/**
 * All that minions ask of the file server, in a lane of its own: however many of them fetch files, returns and
 * authentications do not wait for the disk behind them.
 */
export function fileRequests(files: FileServer): readonly ServedRequest[] {
  const lane = new Lane(16, 20_000);
  const inLane = <Input>(request: MinionRequest<Input>): ServedRequest =>
    served({
      ...request,
      // A full lane is silent: the minion asks again.
      run: async (input, from) => (await lane.run(() => request.run(input, from))) ?? { kind: "silence" },
    });
  return [
    inLane(fileEnvsRequest(files)),
    ...fileListRequests(files).map((request) => inLane(request)),
    inLane(symlinkListRequest(files)),
    inLane(fileFindRequest(files)),
    ...fileHashRequests(files).map((request) => inLane(request)),
    inLane(serveFileRequest(files)),
  ];
}
