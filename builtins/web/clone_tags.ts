/**
 * The tags on the tape of structured cloning. The kinds of objects come first, as native kindOf tells them
 * (ObjectKind in src/engine/object_kind.h): a kind is its own tag.
 */
export const kOrdinary = 0;
export const kArray = 1;
/** Without holes and without keys that aren't indices. */
export const kDenseArray = 2;
export const kDate = 3;
export const kRegExp = 4;
export const kMap = 5;
export const kSet = 6;
export const kError = 7;
export const kArrayBuffer = 8;
export const kSharedArrayBuffer = 9;
export const kTypedArray = 10;
export const kDataView = 11;
export const kBooleanObject = 12;
export const kNumberObject = 13;
export const kStringObject = 14;
export const kBigIntObject = 15;
export const kWasmModule = 16;
/** A dense array of numbers alone: copied as a whole. */
export const kNumberArray = 17;
/** A WebAssembly.Memory that is shared; others cannot be cloned. */
export const kWasmMemory = 18;

// What has no kind of its own. A primitive that is no number stands for itself, a number behind its tag.
export const kNumber = 32;
export const kReference = 33;
export const kEnd = 34;
export const kBoxed = 35;
export const kPlatform = 36;
export const kAbsent = 37;
