// `[[ ... ]]` of Weft.$.
import { Number, NumberIsInteger } from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { ShellSyntaxError } from "internal/shell_ast";

const kMode = 1;
const kSize = 8;
const { S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK, S_IFLNK, R_OK, W_OK, X_OK } = constants;
const kKinds: Record<string, number> = { __proto__: null as any, f: S_IFREG, d: S_IFDIR, c: S_IFCHR, b: S_IFBLK, p: S_IFIFO, S: S_IFSOCK };

function access(path: string, mode: number): boolean {
  try {
    binding.access(path, mode);
    return true;
  } catch {
    return false;
  }
}

function unary(operator: string, operand: string, resolve: (path: string) => string): boolean {
  if (operator === "-z") return operand === "";
  if (operator === "-n") return operand !== "";
  const path = resolve(operand);
  const values = statValues(false) as Float64Array;
  const letter = operator[1];
  if (letter === "L" || letter === "h") return binding.tryLstat(path, values) && (values[kMode] & S_IFMT) === S_IFLNK;
  if (letter === "r") return access(path, R_OK);
  if (letter === "w") return access(path, W_OK);
  if (letter === "x") return access(path, X_OK);
  if (operand === "" || !binding.tryStat(path, values)) return false;
  if (letter === "e") return true;
  if (letter === "s") return values[kSize] > 0;
  return (values[kMode] & S_IFMT) === kKinds[letter];
}

function integer(text: string): number {
  const number = Number(text);
  if (text === "" || !NumberIsInteger(number)) throw new ShellSyntaxError(`[[: ${text}: an integer is expected`);
  return number;
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  switch (operator) {
    case "==":
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "-eq":
      return integer(left) === integer(right);
    case "-ne":
      return integer(left) !== integer(right);
    case "-lt":
      return integer(left) < integer(right);
    case "-le":
      return integer(left) <= integer(right);
    case "-gt":
      return integer(left) > integer(right);
    case "-ge":
      return integer(left) >= integer(right);
    default:
      return undefined;
  }
}

export function evaluateTest(operands: string[], resolve: (path: string) => string): boolean {
  if (operands[0] === "!" && operands.length > 1) return !evaluateTest(operands.slice(1), resolve);
  if (operands.length === 1) return operands[0] !== "";
  if (operands.length === 2 && /^-[znLhrwxesfdcbpS]$/.test(operands[0])) return unary(operands[0], operands[1], resolve);
  const result = operands.length === 3 ? binary(operands[0], operands[1], operands[2]) : undefined;
  if (result === undefined) throw new ShellSyntaxError(`[[: unexpected ${operands.length === 0 ? "]]" : operands.join(" ")}`);
  return result;
}
