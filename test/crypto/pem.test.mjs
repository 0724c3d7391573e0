// Keys as openssl writes them.
import { test, assert } from "../harness.mjs";
import { createPrivateKey, createPublicKey } from "node:crypto";

const kPlain = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIICJgFue9ObNhPMMpoNCu45y72fIfN3FiRkb5xeADBvCoAoGCCqGSM49
AwEHoUQDQgAEzlvLMc7hCYOYkC0E9F5v77hUzg6Dd67C7oSW9nFiCB2kYkdZ5xyu
hAUuxqmFidbZ+jfmAQ2/VjIjw4VTF4t6iA==
-----END EC PRIVATE KEY-----
`;
const kWithParameters = `-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIICJgFue9ObNhPMMpoNCu45y72fIfN3FiRkb5xeADBvCoAoGCCqGSM49
AwEHoUQDQgAEzlvLMc7hCYOYkC0E9F5v77hUzg6Dd67C7oSW9nFiCB2kYkdZ5xyu
hAUuxqmFidbZ+jfmAQ2/VjIjw4VTF4t6iA==
-----END EC PRIVATE KEY-----
`;
const kTraditional = `-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-256-CBC,1D03F05853C44C00A4D3B36CFCD95675

qJTbzuYD4FBbxHMqbzAggzaAo3cQ+xdlk219+7u86bYu0JLO8C7bsfGF0YfQUrGH
IP1yfSHOcsZt8kNeSwo873p7T41Tun0GwJGk8CvWb0GHYAQzZAvJlnT21ezL+Xxh
lQUdrdyEqU56/aLOYSA4ObTR5Y6HiVyEnzZVmdJGGN0=
-----END EC PRIVATE KEY-----
`;
const kPkcs8 = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhXcIDHza2g9QICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEEITDm4GBJKIKWqFUonVCh4EgZBO
ewNmzMxE/0zHPyW9/O6NONNjW1MhSAHBPlxx5Ww7BtDbXJFE+2Iknd8ukIqt4o69
Fqa3nJlzsnjUlU8QlwGVI2qoZL38XOHOKY5n+M0gTwKkmTrR/9EUc/9SYTxtIW2v
F+1L91i3zVxKdkemaRX8DDbg2+a0PJ1kCvjBG9hEqO58MXy3EDczQUPiovn03pY=
-----END ENCRYPTED PRIVATE KEY-----
`;
const kTripleDes = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGxMBwGCiqGSIb3DQEMAQMwDgQIqBkPG64B3YwCAggABIGQVU7C32860xBBX3IK
0u6e4l9CJavyDIlHaXLFmXORE9//WEXQh0KunZDyZnGrmDOxECZnwZPSyjs3p9bV
CveW5YE9woNkdykqsqcMP+OXcoxzc5T5sOYmjC8cCUdB/It33nvlPcm/3t6gQ08L
nB3f++avjxFVbPIMoX1gxj8xo8xBDkio9AtKbQC42YBiXMgy
-----END ENCRYPTED PRIVATE KEY-----
`;

const kPassphrase = "pw";

test("however its lines end, and whatever stands before it", () => {
  for (const text of [kPlain, kPlain.replaceAll("\n", "\r\n"), `a comment\n${kPlain}`, kPlain.trimEnd()]) {
    assert.equal(createPrivateKey(text).asymmetricKeyType, "ec");
    assert.equal(createPublicKey(Buffer.from(text)).type, "public");
  }
});

test("a block of parameters before the key is passed over", () => {
  assert.equal(createPrivateKey(kWithParameters).asymmetricKeyDetails.namedCurve, "prime256v1");
});

test("encrypted in the old form and in PKCS#8", () => {
  const keys = [kTraditional, kPkcs8, kTripleDes].map((key) => createPrivateKey({ key, passphrase: kPassphrase }));
  assert(keys.every((key) => key.equals(createPrivateKey(kPlain))));
  for (const key of [kTraditional, kPkcs8, kTripleDes]) {
    assert.throws(() => createPrivateKey({ key, passphrase: "wrong" }), { name: "Error" });
    assert.throws(() => createPrivateKey(key), /./);
  }
});

test("what is no key", () => {
  for (const text of ["", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", kPlain.slice(0, 90)])
    assert.throws(() => createPrivateKey(text), { name: "Error" });
  assert.throws(() => createPrivateKey({ key: Buffer.alloc(3), format: "der" }), { code: "ERR_INVALID_ARG_VALUE" });
});
