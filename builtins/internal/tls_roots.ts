// The authorities that are trusted when a program names none: those of the system, and of NODE_EXTRA_CA_CERTS.
import { ArrayPrototypePush, ObjectFreeze, RegExpPrototypeExec } from "internal/primordials";
import { from } from "internal/buffer_create";
import { existsSync, readFileSync } from "internal/fs_sync";
import { binding, type RootStore } from "internal/tls_native";

const kBundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

let bundle: string | undefined;
function bundleText(): string {
  if (bundle !== undefined) return bundle;
  bundle = "";
  const wanted = process.env.SSL_CERT_FILE;
  for (const path of wanted ? [wanted] : kBundles) {
    if (!existsSync(path)) continue;
    bundle = readFileSync(path, "latin1") as string;
    break;
  }
  return bundle;
}

function extraText(): string {
  const path = process.env.NODE_EXTRA_CA_CERTS;
  if (!path) return "";
  try {
    return readFileSync(path, "latin1");
  } catch (error: any) {
    process.emitWarning(`Ignoring extra certs from \`${path}\`, load failed: ${error.message}`);
    return "";
  }
}

let store: RootStore | undefined;
export function rootStore(): RootStore {
  return store ??= new binding.RootStore(from(`${bundleText()}\n${extraText()}`, "latin1"));
}

let list: readonly string[] | undefined;
/** https://nodejs.org/api/tls.html#tlsrootcertificates */
export function rootCertificates(): readonly string[] {
  if (list !== undefined) return list;
  const found: string[] = [];
  const pattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  const text = bundleText();
  for (let match = RegExpPrototypeExec(pattern, text); match !== null; match = RegExpPrototypeExec(pattern, text))
    ArrayPrototypePush(found, match[0]!);
  return list = ObjectFreeze(found);
}
