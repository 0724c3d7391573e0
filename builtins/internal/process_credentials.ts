// The users and groups that the process runs as: https://nodejs.org/api/process.html#processgetuid

import { codes, errnoException } from "internal/errors";
import { validateArray, validateUint32 } from "internal/validators";

type Setter = "setuid" | "seteuid" | "setgid" | "setegid";

/** The setters give a negative error number, or 0. */
type CredentialsBinding = Record<Setter, (id: number) => number> & {
  getuid(): number;
  geteuid(): number;
  getgid(): number;
  getegid(): number;
  getgroups(): number[];
  setgroups(ids: number[]): number;
  initgroups(user: string, group: number): number;
  /** Undefined if there is no such name. */
  userId(name: string): number | undefined;
  groupId(name: string): number | undefined;
};

const binding = native("credentials") as CredentialsBinding;

function toId(id: unknown, kind: "User" | "Group", name = "id"): number {
  if (typeof id === "number") {
    validateUint32(id, name);
    return id;
  }
  if (typeof id !== "string") throw new codes.ERR_INVALID_ARG_TYPE(name, ["number", "string"], id);
  const number = kind === "User" ? binding.userId(id) : binding.groupId(id);
  if (number === undefined) throw new codes.ERR_UNKNOWN_CREDENTIAL(kind, id);
  return number;
}

function check(status: number, syscall: string): void {
  if (status < 0) throw errnoException(status, syscall);
}

function makeSetter(which: Setter, kind: "User" | "Group"): (id: number | string) => void {
  return (id) => check(binding[which](toId(id, kind)), which);
}

function setgroups(groups: (number | string)[]): void {
  validateArray(groups, "groups");
  const ids: number[] = [];
  for (let i = 0; i < groups.length; i++) ids[i] = toId(groups[i], "Group", `groups[${i}]`);
  check(binding.setgroups(ids), "setgroups");
}

function initgroups(user: string, extraGroup: number | string): void {
  if (typeof user !== "string") throw new codes.ERR_INVALID_ARG_TYPE("user", "string", user);
  check(binding.initgroups(user, toId(extraGroup, "Group", "extraGroup")), "initgroups");
}

/** Methods of process by name. */
export const credentials = {
  getuid: () => binding.getuid(),
  geteuid: () => binding.geteuid(),
  getgid: () => binding.getgid(),
  getegid: () => binding.getegid(),
  getgroups: () => binding.getgroups(),
  setuid: makeSetter("setuid", "User"),
  seteuid: makeSetter("seteuid", "User"),
  setgid: makeSetter("setgid", "Group"),
  setegid: makeSetter("setegid", "Group"),
  setgroups,
  initgroups,
};
