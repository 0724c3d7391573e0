// The option `tls` of Weft.listen and Weft.connect, in the words of node:tls.
import { ArrayIsArray } from "internal/primordials";
import { wrongType } from "internal/socket_handlers";
import { blobDataOf } from "web/blob";

const kMaterial = ["ca", "cert", "key"];
const kOthers = [
  "passphrase", "ciphers", "requestCert", "rejectUnauthorized", "ALPNProtocols", "secureOptions", "minVersion", "maxVersion", "sigalgs",
  "ecdhCurve", "dhparam", "crl", "pfx", "session", "checkServerIdentity",
];

/** Text, bytes, a file, or a list of them. */
function material(value: any): any {
  if (ArrayIsArray(value)) {
    const list: any[] = [];
    for (let i = 0; i < value.length; i++) list[i] = material(value[i]);
    return list;
  }
  const blob = blobDataOf(value);
  return blob === undefined ? value : require("node:buffer").Buffer.from(blob.toBytes());
}

/** Undefined without TLS. */
export function toTlsOptions(given: any): any {
  if (given === undefined || given === null || given === false) return undefined;
  if (given === true) return {};
  if (typeof given !== "object") throw wrongType('Expected "tls" to be an object or a boolean');
  const options: any = {};
  for (let i = 0; i < kOthers.length; i++) if (given[kOthers[i]] !== undefined) options[kOthers[i]] = given[kOthers[i]];
  for (let i = 0; i < kMaterial.length; i++) {
    const name = kMaterial[i];
    const path = given[`${name}File`];
    if (given[name] !== undefined) options[name] = material(given[name]);
    else if (path !== undefined) options[name] = require("node:fs").default.readFileSync(path);
  }
  const servername = given.servername ?? given.serverName;
  if (servername !== undefined) options.servername = servername;
  return options;
}
