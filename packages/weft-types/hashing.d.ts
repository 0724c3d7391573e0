declare module "weft" {
  export type HashInput = string | BytesSource | Blob;
  export type DigestEncoding = "hex" | "base64" | "base64url" | "latin1" | "binary" | "utf8" | "ucs2" | "utf16le" | "ascii";

  type Hash64 = (data: HashInput, seed?: number | bigint) => bigint;
  type Hash32 = (data: HashInput, seed?: number) => number;
  export const hash: Hash64 & {
    wyhash: Hash64;
    rapidhash: Hash64;
    cityHash64: Hash64;
    xxHash64: Hash64;
    xxHash3: Hash64;
    murmur64v2: Hash64;
    xxHash32: Hash32;
    murmur32v2: Hash32;
    murmur32v3: Hash32;
    crc32: Hash32;
    adler32: (data: HashInput) => number;
    cityHash32: (data: HashInput) => number;
  };

  export type HashAlgorithm =
    | "blake2b256" | "blake2b512" | "blake2s256" | "md4" | "md5" | "ripemd160" | "sha1" | "sha224" | "sha256" | "sha384"
    | "sha512" | "sha512-224" | "sha512-256" | "sha3-224" | "sha3-256" | "sha3-384" | "sha3-512" | "shake128" | "shake256";

  export class CryptoHasher {
    static readonly algorithms: HashAlgorithm[];
    static hash(algorithm: HashAlgorithm, data: HashInput): Buffer;
    static hash(algorithm: HashAlgorithm, data: HashInput, encoding: DigestEncoding): string;
    static hash<Out extends ArrayBufferView>(algorithm: HashAlgorithm, data: HashInput, output: Out): Out;
    /** With a key: an HMAC. */
    constructor(algorithm: HashAlgorithm, key?: string | BytesSource);
    readonly algorithm: HashAlgorithm;
    readonly byteLength: number;
    update(data: HashInput, encoding?: DigestEncoding): this;
    copy(): CryptoHasher;
    digest(): Buffer;
    digest(encoding: DigestEncoding): string;
    digest<Out extends ArrayBufferView>(output: Out): Out;
  }

  class OneHasher {
    static readonly byteLength: number;
    static hash(data: HashInput): Uint8Array;
    static hash(data: HashInput, encoding: DigestEncoding): string;
    static hash<Out extends ArrayBufferView>(data: HashInput, output: Out): Out;
    readonly byteLength: number;
    update(data: HashInput): this;
    digest(): Uint8Array;
    digest(encoding: DigestEncoding): string;
    digest<Out extends ArrayBufferView>(output: Out): Out;
  }
  export class MD4 extends OneHasher {}
  export class MD5 extends OneHasher {}
  export class SHA1 extends OneHasher {}
  export class SHA224 extends OneHasher {}
  export class SHA256 extends OneHasher {}
  export class SHA384 extends OneHasher {}
  export class SHA512 extends OneHasher {}
  export class SHA512_256 extends OneHasher {}
  /** SHA-512/256. */
  export function sha(data: HashInput): Uint8Array;
  export function sha(data: HashInput, encoding: DigestEncoding): string;
  export function sha<Out extends ArrayBufferView>(data: HashInput, output: Out): Out;

  export type PasswordAlgorithm = "argon2id" | "argon2i" | "argon2d" | "bcrypt";
  export type PasswordOptions =
    | PasswordAlgorithm
    | {
        algorithm: "argon2id" | "argon2i" | "argon2d";
        /** KiB; 65536 unless given. */
        memoryCost?: number;
        timeCost?: number;
      }
    | {
        algorithm: "bcrypt";
        /** 4 to 31; 10 unless given. */
        cost?: number;
      };
  export const password: {
    hash(password: string | BytesSource, options?: PasswordOptions): Promise<string>;
    hashSync(password: string | BytesSource, options?: PasswordOptions): string;
    verify(password: string | BytesSource, hash: string | BytesSource, algorithm?: PasswordAlgorithm): Promise<boolean>;
    verifySync(password: string | BytesSource, hash: string | BytesSource, algorithm?: PasswordAlgorithm): boolean;
  };
}
