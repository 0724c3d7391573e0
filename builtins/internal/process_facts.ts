// What process tells of the runtime itself: versions, release, features, configuration.
// https://nodejs.org/api/process.html#processversions

import { ObjectFreeze } from "internal/primordials";

/** The version of Node whose behaviour weft follows; programs compare it. The only place that names it. */
const kNodeVersion = "22.12.0";
/** The numbers of Node's interfaces for addons at that version. */
const kModulesVersion = "127";
const kNodeApiVersion = "9";

interface FactsBinding {
  /** Name and version alternate: weft itself, then what is linked in. */
  componentVersions(): string[];
}

export const version = `v${kNodeVersion}`;

export function makeVersions(): Record<string, string> {
  const versions: Record<string, string> = { node: kNodeVersion };
  const list = (native("process") as FactsBinding).componentVersions();
  for (let i = 0; i < list.length; i += 2) versions[list[i]!] = list[i + 1]!;
  versions.modules = kModulesVersion;
  versions.napi = kNodeApiVersion;
  return ObjectFreeze(versions);
}

/** Programs ask for the name "node" to know which modules and globals they will find. */
export function makeRelease(): object {
  const base = `https://nodejs.org/download/release/${version}`;
  return {
    name: "node",
    lts: "Jod",
    sourceUrl: `${base}/node-${version}.tar.gz`,
    headersUrl: `${base}/node-${version}-headers.tar.gz`,
  };
}

export function makeFeatures(): object {
  return ObjectFreeze({
    inspector: false,
    debug: false,
    uv: true,
    ipv6: true,
    tls_alpn: true,
    tls_sni: true,
    tls_ocsp: true,
    tls: true,
    cached_builtins: true,
    require_module: true,
    typescript: false,
  });
}

export function makeConfig(arch: string): object {
  return ObjectFreeze({
    target_defaults: ObjectFreeze({
      cflags: ObjectFreeze([]),
      default_configuration: "Release",
      defines: ObjectFreeze([]),
      include_dirs: ObjectFreeze([]),
      libraries: ObjectFreeze([]),
    }),
    variables: ObjectFreeze({
      host_arch: arch,
      target_arch: arch,
      napi_build_version: kNodeApiVersion,
      node_shared: false,
      v8_enable_i18n_support: 1,
    }),
  });
}
