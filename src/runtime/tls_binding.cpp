// native("tls"): TLS over sockets and streams (builtins/internal/tls_native.ts).

#include <openssl/ssl.h>

#include "runtime/bindings.h"
#include "runtime/tls_context.h"
#include "runtime/tls_handle.h"

namespace weft::runtime {

namespace {

js::Result<js::Value> createHandlers(js::Realm& realm, js::Object functions) {
  auto owned = std::make_unique<TlsHandlers>();
  TlsHandlers& handlers = *owned;
  js::Value object = js::wrap(realm, std::move(owned));
  const std::pair<const char*, js::Traced*> fields[] = {
      {"onSecure", &handlers.onSecure},   {"onFailure", &handlers.onFailure},
      {"onHello", &handlers.onHello},     {"onSession", &handlers.onSession},
      {"onKeyLog", &handlers.onKeyLog},   {"chooseProtocol", &handlers.chooseProtocol},
      {"schedule", &handlers.schedule},   {"onCipher", &handlers.onCipher},
      {"endParent", &handlers.endParent}, {"closeParent", &handlers.closeParent},
  };
  for (const auto& [name, field] : fields) {
    WEFT_TRY(function, functions.get(realm, name));
    field->set(handlers, function);
  }
  return object;
}

js::Result<void> attach(js::Realm&, TlsHandle* handle, js::Value socket, bool hasParent) {
  SocketHandle* below = js::unwrap<SocketHandle>(socket);
  if (!below && !socket.isNullish()) return js::fail(js::JsError::argType("socket", "a socket's handle", socket));
  handle->attach(below, hasParent);
  return {};
}

/// The names of all ciphers up to TLS 1.2.
std::vector<std::string> cipherNames() {
  std::vector<std::string> out;
  bssl::UniquePtr<SSL_CTX> context(SSL_CTX_new(TLS_method()));
  if (!context || !SSL_CTX_set_cipher_list(context.get(), "ALL")) return out;
  STACK_OF(SSL_CIPHER)* list = SSL_CTX_get_ciphers(context.get());
  for (size_t i = 0; i < sk_SSL_CIPHER_num(list); ++i)
    out.emplace_back(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(list, i)));
  return out;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&createHandlers>("createHandlers"),
    js::fn<&TlsHandle::create>("createHandle"),
    js::fn<&attach>("attach"),
    js::fn<&cipherNames>("cipherNames"),
};

void extend(js::Realm& realm, js::Object exports) {
  exports.define(realm, "TlsContext", js::classConstructor(realm, TlsContext::kClass));
  exports.define(realm, "RootStore", js::classConstructor(realm, RootStore::kClass));
}

}  // namespace

const js::Binding kTlsBinding = {"tls", kFunctions, &extend};

}  // namespace weft::runtime
