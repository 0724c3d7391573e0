#pragma once
// Failures of TLS as JavaScript sees them.

#include "engine/native.h"

namespace weft::runtime {

/// The first error on the library's queue, which is emptied.
js::JsError tlsError(js::Realm&);
/// Node's name for the outcome of checking a certificate (`CERT_HAS_EXPIRED`), and the words for it.
const char* verifyCode(long result);
const char* verifyMessage(long result);

}  // namespace weft::runtime
