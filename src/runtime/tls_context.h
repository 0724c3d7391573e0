#pragma once
// What TLS connections share: certificates, keys, authorities, ciphers, versions (tls.createSecureContext).

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <vector>

#include "engine/class.h"

namespace weft::runtime {

/// Certificates that are trusted.
class RootStore final : public js::Native {
 public:
  static js::Result<std::unique_ptr<RootStore>> construct(js::Realm&, js::Bytes pem);
  X509_STORE* store() const { return store_.get(); }
  const std::vector<bssl::UniquePtr<X509>>& certificates() const { return certificates_; }
  static constexpr js::ClassSpec kClass = js::classOf<RootStore, &construct>("RootStore", {});

 private:
  bssl::UniquePtr<X509_STORE> store_;
  std::vector<bssl::UniquePtr<X509>> certificates_;
};

class TlsContext final : public js::Native {
 public:
  static js::Result<std::unique_ptr<TlsContext>> construct(js::Realm&);
  void trace(js::Tracer&) override;

  js::Result<void> setVersions(js::Realm&, int32_t least, int32_t most);
  js::Result<void> useRoots(js::Realm&, js::Object roots);
  /// The first certificate is the context's own, the rest its chain.
  js::Result<void> setCertificate(js::Realm&, js::Bytes pem);
  js::Result<void> setKey(js::Realm&, js::Bytes pem, std::optional<js::Bytes> passphrase);
  js::Result<void> setPfx(js::Realm&, js::Bytes der, std::string passphrase);
  js::Result<void> addAuthority(js::Realm&, js::Bytes pem);
  js::Result<void> addRevocations(js::Realm&, js::Bytes pem);
  js::Result<void> setCiphers(js::Realm&, std::string list);
  js::Result<void> setCurves(js::Realm&, std::string list);
  js::Result<void> setSignatures(js::Realm&, std::string list);
  void setOptions(uint32_t options);
  void setPrefersOwnCiphers();
  js::Result<void> setSessionIdContext(js::Realm&, js::Bytes);
  void setSessionTimeout(int32_t seconds);
  js::Result<void> setTicketKeys(js::Realm&, js::Bytes);
  js::Result<js::Value> ticketKeys(js::Realm&);

  SSL_CTX* context() const { return context_.get(); }

  static const js::ClassSpec kClass;

 private:
  js::Result<X509_STORE*> ownStore(js::Realm&);

  bssl::UniquePtr<SSL_CTX> context_;
  js::Traced roots_;
  bool storeIsShared_ = false;
};

}  // namespace weft::runtime
