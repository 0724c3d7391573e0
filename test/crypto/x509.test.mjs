import { test, assert } from "../harness.mjs";
import { createPrivateKey, X509Certificate } from "node:crypto";

const kAuthority = `-----BEGIN CERTIFICATE-----
MIIESjCCAzKgAwIBAgIUDC+D+QDDxR9+JpdahCJwtEuuAJ0wDQYJKoZIhvcNAQEL
BQAwVjELMAkGA1UEBhMCREUxDjAMBgNVBAgMBVN0YXRlMRMwEQYDVQQKDApBY21l
LCBJbmMuMQwwCgYDVQQLDANPbmUxFDASBgNVBAMMC2V4YW1wbGUuY29tMB4XDTI2
MTEyOTA2MjI0NloXDTM2MTEyNjA2MjI0NlowVjELMAkGA1UEBhMCREUxDjAMBgNV
BAgMBVN0YXRlMRMwEQYDVQQKDApBY21lLCBJbmMuMQwwCgYDVQQLDANPbmUxFDAS
BgNVBAMMC2V4YW1wbGUuY29tMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC
AQEA7lvJ8gp08MWLlVTmHsM31BbEZOmEjewmcx5fyYF7iQ3qwiTYVWk0LxQdR5WP
2G0FbaqUB0wHs1z0h6ComAXezmaA06HyHRDDb3LtlVYbBvIoVCdesuOcqkMZpGd7
DsThZvVAc3NRnldWZnCW6lSn6ip3NHTONbuHDbVC3MfiQ+1MGk/6vUQjvehKc+Vk
J0NRc8FVnjBAjG9NjFBJ7B0CdG9WX2uIcWKrbx7JxDm0Vw9Rk+ac0H9DTmB2M+xg
Wk0GbvvEjoWwqEdemlU+pSqea++NJSqqTtMaxWt5QnbVdbJWyS1Dbq+aGRMGn/0U
9dJzUWW0JDnOp+8wy23ft4y91wIDAQABo4IBDjCCAQowHQYDVR0OBBYEFLt2lfVW
cd9J2a4S8m3Yu5bHcxjZMB8GA1UdIwQYMBaAFLt2lfVWcd9J2a4S8m3Yu5bHcxjZ
MA8GA1UdEwEB/wQFMAMBAf8wUgYDVR0RBEswSYILZXhhbXBsZS5jb22CDSouZXhh
bXBsZS5vcmeHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAGBBWFAYi5jhgxodHRwOi8v
eC55L3owHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMEQGCCsGAQUFBwEB
BDgwNjAaBggrBgEFBQcwAYYOaHR0cDovL29jc3AueC8wGAYIKwYBBQUHMAKGDGh0
dHA6Ly9jYS54LzANBgkqhkiG9w0BAQsFAAOCAQEAWIk9zdkh5NTF+GFr11gaDDV1
XkGQqn3+sonlLoZ5rTMRwvjOJ2qLmdyhPLymK5Jqs7EzgqtqI3An7E6HMC0weT7D
yCElE0VGeiaxCj9JpjAWErUfRxfQgLvnN6VxYafOR6fhYKCL34HkmZh5GCuGPUn+
KFijiMrdCeKXYT/AGQOIQy2noKXN2iGELgKAfz6NeL1WiCYA+rlUJK9jX9aQcFYk
GafoWBoCd4w7v92fv3LIGpUTVqz7tEH1hN85ccJuf4EqIPvwi+Ge5vBc05O6xDQz
7O0NavGkSvSK4Cl09JB0Jl8QSX6PGPspJWl5+4T8Ii0u9QT73yWUKWjznARIHw==
-----END CERTIFICATE-----
`;
const kLeaf = `-----BEGIN CERTIFICATE-----
MIICFjCB/wICEjQwDQYJKoZIhvcNAQELBQAwVjELMAkGA1UEBhMCREUxDjAMBgNV
BAgMBVN0YXRlMRMwEQYDVQQKDApBY21lLCBJbmMuMQwwCgYDVQQLDANPbmUxFDAS
BgNVBAMMC2V4YW1wbGUuY29tMB4XDTI2MTEyOTA2MjI0N1oXDTM2MTEyNjA2MjI0
N1owFzEVMBMGA1UEAwwMbGVhZi5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEgxDwc8NTEhvBoGd8UtAH7cALznsahdhpjBJItecJirVGNg93WEorxWcy
5Ie9PfVUJnWfj7YvnkbVuPLItMwPuTANBgkqhkiG9w0BAQsFAAOCAQEAOEdnC+wc
ENlYYUtPBIRk7+cN/WQga1g4sPalriggZDJdGlus6GbBEy6Uw53Kv130/JiCuV5y
Lln6/ILekatVZ680i45vKK+ZO1bj+rUg6npp2PH0IXB7DqV2IunaHfg7YRCQ3ZsH
cCIbtViWb72yYZwVPvcOYODKddYx1+dHPOLynao8WFrdNV2PQj/PCsKUZTalZwiV
CAY1lIBOjmxG5M20rWE7h//3FJj386jEVMyxgh1ZtjJiQcoi+EuMFrTPCXzOmMkm
rZwhnKO9YPVQ9vm6D3NWaLLQ48yjFMXLLdF9wD/erVW7wyr+RMN6FJ67KpGBOTQK
QNh0AqDV1HfPsw==
-----END CERTIFICATE-----
`;
const kLeafKey = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKbOvRN4QyjZoWgbdZ83IyvAU0Pw0kvhxRbX7x2pusUooAoGCCqGSM49
AwEHoUQDQgAEgxDwc8NTEhvBoGd8UtAH7cALznsahdhpjBJItecJirVGNg93WEor
xWcy5Ie9PfVUJnWfj7YvnkbVuPLItMwPuQ==
-----END EC PRIVATE KEY-----
`;
const authority = new X509Certificate(kAuthority);
const leaf = new X509Certificate(Buffer.from(kLeaf));

test("what a certificate says", () => {
  assert.equal(authority.subject, "C=DE\nST=State\nO=Acme\\, Inc.\nOU=One\nCN=example.com");
  assert.equal(leaf.issuer, authority.subject);
  assert.equal(
    authority.subjectAltName,
    "DNS:example.com, DNS:*.example.org, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, email:a@b.c, URI:http://x.y/z");
  assert.equal(authority.infoAccess, "OCSP - URI:http://ocsp.x/\nCA Issuers - URI:http://ca.x/");
  assert.equal(authority.validFrom, "Nov 29 06:22:46 2026 GMT");
  assert.equal(authority.fingerprint256, "E7:3A:0D:C5:2E:F5:A2:DC:03:71:1C:45:62:8E:00:D6:4D:05:69:66:7E:1A:D6:B3:91:7E:C7:92:0A:05:F1:D3");
  assert.deepEqual(authority.keyUsage, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  assert.equal(authority.serialNumber, "0C2F83F900C3C51F7E26975A842270B44BAE009D");
  assert.deepEqual([authority.ca, leaf.ca, leaf.subjectAltName, leaf.serialNumber], [true, false, undefined, "1234"]);
  assert.equal(authority.publicKey.asymmetricKeyType, "rsa");
  assert.equal(new X509Certificate(authority.raw).toString(), kAuthority);
  assert.equal(JSON.stringify(authority), JSON.stringify(kAuthority));
});

test("names that it stands for", () => {
  assert.equal(authority.checkHost("example.com"), "example.com");
  assert.equal(authority.checkHost("x.example.org"), "*.example.org");
  assert.equal(authority.checkHost("x.example.org", { wildcards: false }), undefined);
  assert.equal(authority.checkHost("nope"), undefined);
  assert.equal(authority.checkEmail("a@b.c"), "a@b.c");
  assert.equal(authority.checkEmail("z@b.c"), undefined);
  assert.equal(authority.checkIP("::1"), "::1");
  assert.equal(authority.checkIP("1.1.1.1"), undefined);
  assert.throws(() => authority.checkHost(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => authority.checkHost("a", { subject: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("who issued it, and whose key it holds", () => {
  assert.equal(leaf.checkIssued(authority), true);
  assert.equal(authority.checkIssued(leaf), false);
  assert.equal(leaf.verify(authority.publicKey), true);
  assert.equal(leaf.verify(leaf.publicKey), false);
  assert.equal(leaf.checkPrivateKey(createPrivateKey(kLeafKey)), true);
  assert.throws(() => leaf.checkPrivateKey(leaf.publicKey), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => leaf.verify(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("the legacy object", () => {
  const old = authority.toLegacyObject();
  assert.equal(old.subject.O, "Acme, Inc.");
  assert.equal(old.infoAccess["OCSP - URI"][0], "http://ocsp.x/");
  assert.deepEqual([old.bits, old.exponent, old.ca], [2048, "0x10001", true]);
  assert.deepEqual([leaf.toLegacyObject().nistCurve, leaf.toLegacyObject().pubkey.length], ["P-256", 65]);
});

test("what is no certificate", () => {
  assert.throws(() => new X509Certificate("a"), { code: "ERR_OSSL_PEM_NO_START_LINE" });
  assert.throws(() => new X509Certificate(Buffer.from(kAuthority.slice(0, 500))), { name: "Error" });
  assert.throws(() => new X509Certificate(1), { code: "ERR_INVALID_ARG_TYPE" });
  const raw = authority.raw;
  for (let i = 0; i < raw.length; i += 7) {
    // A damaged one is refused, or it answers.
    const bytes = Buffer.from(raw);
    bytes[i] ^= 0xff;
    try {
      new X509Certificate(bytes).toLegacyObject();
    } catch (error) {
      assert(error instanceof Error);
    }
  }
});
