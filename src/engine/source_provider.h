#pragma once
// Sources as the engine wants them: characters that are not copied, and bytecode that was made before.

#include "engine/internal.h"
#include "engine/source_positions.h"

namespace weft::js {

/// The origin of a script by its name: the `file:` URL of an absolute path; another name as a URL of its own.
WTF::URL originOf(std::string_view name);

/// A program or module whose text, URL and bytecode are given. The name of frames is `name`: a path
/// for CommonJS, a URL for ES modules, so that stacks show what Node shows. Every source of weft is one of these.
class SourceProvider final : public JSC::SourceProvider {
 public:
  static Ref<SourceProvider> create(WTF::String source, WTF::URL origin, WTF::String name,
                                    JSC::SourceProviderSourceType type, RefPtr<JSC::CachedBytecode> bytecode = nullptr,
                                    unsigned sourceHash = 0) {
    return adoptRef(
        *new SourceProvider(WTFMove(source), WTFMove(origin), WTFMove(name), type, WTFMove(bytecode), sourceHash));
  }

  /// The provider as ours; null for one that the engine made itself: of eval, Function(), a class's default
  /// constructor.
  static const SourceProvider* from(const JSC::SourceProvider* provider) {
    return provider && provider->preRedirectURL() == kMark ? static_cast<const SourceProvider*>(provider) : nullptr;
  }

  /// How places in this source are shown. Made at the first call.
  const std::shared_ptr<SourcePositions>& positions() const {
    if (!positions_) {
      WTF::String hashText = makeString(WTF::hex(hash(), 8, WTF::Lowercase));
      positions_ = std::make_shared<SourcePositions>(toUtf8(sourceURL()), toUtf8(hashText));
    }
    return positions_;
  }

  /// Lets positions() read the map that the text names, which is known when it has been parsed.
  void rememberMapUrl() const {
    const WTF::String& url = sourceMappingURLDirective();
    if (!url.isEmpty() && !std::exchange(mapUrlIsRemembered_, true)) positions()->setMapUrl(toUtf8(url));
  }

  unsigned hash() const override { return hash_ ? hash_ : source_.impl()->hash(); }
  WTF::StringView source() const override { return source_; }
  RefPtr<JSC::CachedBytecode> cachedBytecode() const override { return bytecode_; }

 private:
  // Stands where a browser keeps the URL before redirects, which nothing here has; there is no type information to ask.
  static constexpr WTF::ASCIILiteral kMark = "weft:source"_s;

  SourceProvider(WTF::String&& source, WTF::URL&& origin, WTF::String&& name, JSC::SourceProviderSourceType type,
                 RefPtr<JSC::CachedBytecode>&& bytecode, unsigned sourceHash)
      : JSC::SourceProvider(JSC::SourceOrigin(origin), WTFMove(name), WTF::String(kMark),
                            JSC::SourceTaintedOrigin::Untainted, WTF::TextPosition(), type),
        source_(WTFMove(source)),
        bytecode_(WTFMove(bytecode)),
        hash_(sourceHash) {}

  WTF::String source_;
  RefPtr<JSC::CachedBytecode> bytecode_;
  unsigned hash_;
  mutable std::shared_ptr<SourcePositions> positions_;
  mutable bool mapUrlIsRemembered_ = false;
};

}  // namespace weft::js
