export { MariaDb } from "./database/maria-db.js";
export {
  backupPackages,
  databasePackages,
  diskPackages,
  enginePackages,
  isThere,
  labPackages,
  type NeededPackage,
  nodePackages,
  pacmanPackages,
  scriptPackages,
  systemdPackages,
  whyNot,
} from "./debian-packages.js";
export { Demo, type DemoOptions } from "./demo/demo.js";
export { Unbootable } from "./disks/boot-loader.js";
export { DiskNode, type DiskNodeOptions } from "./disks/disk-node.js";
export { LoopDisk } from "./disks/loop-disk.js";
export { EngineMachine } from "./docker/engine-machine.js";
export { LabNetwork, type LabPlace } from "./docker/lab-network.js";
export { LabRegistry } from "./docker/lab-registry.js";
export { whyNoEngines } from "./docker/packages.js";
export { RemoteDrive } from "./drive/remote-drive.js";
export { freePorts } from "./free-ports.js";
export { LocalCaller } from "./local-caller.js";
export type { MasterOptions, MasterUnderTest } from "./master-under-test.js";
export { LogText } from "./process/log-text.js";
export { ProcessFamily } from "./process/process-family.js";
export { type Output, type RunOptions, runCommand } from "./process/run-command.js";
export { type SalinaMaster, type SalinaMasterOptions, startSalinaMaster } from "./salina-master.js";
export { type SaltOptions, stockEnvironment } from "./salt-config.js";
export { newMinionContext } from "./simulated/context.js";
export { type MinionIdentity, newIdentity } from "./simulated/identity.js";
export {
  type GivenReturn,
  type HeardJob,
  type SentReturn,
  type SimulatedAnswer,
  SimulatedMinion,
  type SimulatedMinionOptions,
} from "./simulated/simulated-minion.js";
export { Swarm, type SwarmOptions } from "./simulated/swarm.js";
export { type StockMasterOptions, startStockMaster } from "./stock-master.js";
export { type MinionOptions, StockMinion, startMinion } from "./stock-minion.js";
export { startStockSaltApi } from "./stock-salt-api.js";
export { until } from "./until.js";
