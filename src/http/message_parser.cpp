#include "http/message_parser.h"

#include <llhttp/llhttp.h>

#include <array>

namespace weft::http {

namespace {

/// Extensions of chunks are thrown away, but not without end.
constexpr size_t kMaxExtensionBytes = 16384;

struct FieldPlace {
  uint32_t name, nameSize, value, valueSize;
};

std::string_view withoutBlanks(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

struct MessageParser::Impl {
  explicit Impl(Client& c) : client(c) {}

  llhttp_t parser;
  Client& client;
  size_t maxHeaderBytes = 0, headerBytes = 0, extensionBytes = 0;
  MessageKind kind = MessageKind::Request;
  bool executing = false, pauseWanted = false, valueBegun = false, isWhole = false;

  // Line and fields of the head, then of the trailers: a message can come in pieces of any size.
  std::string text;
  uint32_t lineSize = 0;  // target or reason, at the beginning of text
  std::vector<FieldPlace> places;
  std::vector<HeaderField> fields;
  MessageHead head;

  static Impl& of(llhttp_t* p) { return *static_cast<Impl*>(p->data); }

  int overflow(const char* reason) {
    llhttp_set_error_reason(&parser, reason);
    return HPE_USER;
  }

  bool fits(size_t size) {
    headerBytes += size;
    return headerBytes < maxHeaderBytes;
  }

  void clear() {
    text.clear();
    places.clear();
    lineSize = 0;
    headerBytes = 0;
    valueBegun = false;
  }

  int begin() {
    clear();
    extensionBytes = 0;
    client.onBegin();
    return pauseWanted ? HPE_PAUSED : 0;
  }

  int line(const char* at, size_t size) {
    if (!fits(size)) return overflow("HPE_HEADER_OVERFLOW:Header overflow");
    text.append(at, size);
    lineSize += static_cast<uint32_t>(size);
    return 0;
  }

  int name(const char* at, size_t size) {
    if (!fits(size)) return overflow("HPE_HEADER_OVERFLOW:Header overflow");
    if (places.empty() || valueBegun) {
      places.push_back({static_cast<uint32_t>(text.size()), 0, 0, 0});
      valueBegun = false;
    }
    text.append(at, size);
    places.back().nameSize += static_cast<uint32_t>(size);
    return 0;
  }

  int value(const char* at, size_t size) {
    if (!fits(size)) return overflow("HPE_HEADER_OVERFLOW:Header overflow");
    if (!valueBegun) {
      places.back().value = static_cast<uint32_t>(text.size());
      valueBegun = true;
    }
    text.append(at, size);
    places.back().valueSize += static_cast<uint32_t>(size);
    return 0;
  }

  /// A field with an empty value has no on_header_value of any size.
  int valueComplete() {
    valueBegun = true;
    return 0;
  }

  void listFields() {
    fields.clear();
    std::string_view all = text;
    for (const FieldPlace& p : places) {
      std::string_view value = p.valueSize ? all.substr(p.value, p.valueSize) : std::string_view();
      fields.push_back({all.substr(p.name, p.nameSize), withoutBlanks(value)});
    }
  }

  int headersComplete() {
    listFields();
    head = MessageHead{};
    head.method = parser.method;
    head.status = parser.status_code;
    std::string_view line = std::string_view(text).substr(0, lineSize);
    (kind == MessageKind::Request ? head.target : head.reason) = line;
    head.major = parser.http_major;
    head.minor = parser.http_minor;
    head.isUpgrade = parser.upgrade;
    head.fields = fields;
    head.keepsAlive = llhttp_should_keep_alive(&parser);
    bool hasBody = (parser.flags & F_CHUNKED) || parser.content_length > 0;
    isWhole = kind == MessageKind::Request && !hasBody && !head.isUpgrade;
    head.isWhole = isWhole;
    if (isWhole) return 0;  // told at its end, when the parser has done with it
    AfterHead after = client.onHead(head);
    clear();
    if (after == AfterHead::Upgraded) return 2;
    // A request that is not upgraded goes on as any other.
    parser.upgrade = 0;
    if (after == AfterHead::NoBody) return 1;
    return pauseWanted ? HPE_PAUSED : 0;
  }

  int body(const char* at, size_t size) {
    if (size == 0) return 0;
    client.onBody({reinterpret_cast<const uint8_t*>(at), size});
    return pauseWanted ? HPE_PAUSED : 0;
  }

  int messageComplete() {
    if (isWhole) {
      client.onHead(head);
    } else {
      listFields();
      client.onComplete(fields);
    }
    clear();
    return pauseWanted ? HPE_PAUSED : 0;
  }

  int chunkHeader() {
    headerBytes = 0;
    extensionBytes = 0;
    return 0;
  }

  int extension(size_t size) {
    extensionBytes += size;
    return extensionBytes > kMaxExtensionBytes ? overflow("HPE_CHUNK_EXTENSIONS_OVERFLOW:Chunk extensions overflow")
                                               : 0;
  }

  static const llhttp_settings_t& settings() {
    static const llhttp_settings_t table = [] {
      llhttp_settings_t s;
      llhttp_settings_init(&s);
      s.on_message_begin = [](llhttp_t* p) { return of(p).begin(); };
      s.on_url = [](llhttp_t* p, const char* at, size_t n) { return of(p).line(at, n); };
      s.on_status = [](llhttp_t* p, const char* at, size_t n) { return of(p).line(at, n); };
      s.on_header_field = [](llhttp_t* p, const char* at, size_t n) { return of(p).name(at, n); };
      s.on_header_value = [](llhttp_t* p, const char* at, size_t n) { return of(p).value(at, n); };
      s.on_header_value_complete = [](llhttp_t* p) { return of(p).valueComplete(); };
      s.on_headers_complete = [](llhttp_t* p) { return of(p).headersComplete(); };
      s.on_body = [](llhttp_t* p, const char* at, size_t n) { return of(p).body(at, n); };
      s.on_message_complete = [](llhttp_t* p) { return of(p).messageComplete(); };
      s.on_chunk_header = [](llhttp_t* p) { return of(p).chunkHeader(); };
      s.on_chunk_extension_name = [](llhttp_t* p, const char*, size_t n) { return of(p).extension(n); };
      s.on_chunk_extension_value = [](llhttp_t* p, const char*, size_t n) { return of(p).extension(n); };
      return s;
    }();
    return table;
  }

  Outcome outcome(llhttp_errno_t error, Bytes bytes) {
    size_t consumed = bytes.size();
    if (error != HPE_OK) {
      const char* position = llhttp_get_error_pos(&parser);
      auto* begin = reinterpret_cast<const char*>(bytes.data());
      consumed = position >= begin && position <= begin + bytes.size() ? static_cast<size_t>(position - begin) : 0;
    }
    switch (error) {
      case HPE_OK:
        return {State::Ok, consumed};
      case HPE_PAUSED:
        return {State::Paused, consumed};
      case HPE_PAUSED_UPGRADE:
        llhttp_resume_after_upgrade(&parser);
        return {State::Upgraded, consumed};
      default:
        return {State::Failed, consumed};
    }
  }
};

MessageParser::MessageParser(Client& client) : impl_(std::make_unique<Impl>(client)) {
  reset(MessageKind::Request, 16384, {});
}
MessageParser::~MessageParser() = default;

void MessageParser::reset(MessageKind kind, size_t maxHeaderBytes, Leniency leniency) {
  Impl& d = *impl_;
  llhttp_init(&d.parser, kind == MessageKind::Request ? HTTP_REQUEST : HTTP_RESPONSE, &Impl::settings());
  d.parser.data = &d;
  d.kind = kind;
  d.maxHeaderBytes = maxHeaderBytes;
  d.pauseWanted = false;
  d.clear();
  if (leniency.all) {
    llhttp_set_lenient_headers(&d.parser, 1);
    llhttp_set_lenient_chunked_length(&d.parser, 1);
    llhttp_set_lenient_keep_alive(&d.parser, 1);
    llhttp_set_lenient_transfer_encoding(&d.parser, 1);
  }
}

MessageParser::Outcome MessageParser::execute(Bytes bytes) {
  Impl& d = *impl_;
  if (d.pauseWanted) return {State::Paused, 0};
  d.executing = true;
  // No bytes are still at an address: llhttp takes null for "no body is under way".
  static constexpr char kNone = 0;
  const char* data = bytes.empty() ? &kNone : reinterpret_cast<const char*>(bytes.data());
  auto error = llhttp_execute(&d.parser, data, bytes.size());
  d.executing = false;
  return d.outcome(error, bytes);
}

MessageParser::Outcome MessageParser::finish() {
  Impl& d = *impl_;
  if (d.pauseWanted) return {State::Paused, 0};
  d.executing = true;
  auto error = llhttp_finish(&d.parser);
  d.executing = false;
  return d.outcome(error, {});
}

void MessageParser::pause() {
  impl_->pauseWanted = true;
}

void MessageParser::resume() {
  impl_->pauseWanted = false;
  if (llhttp_get_errno(&impl_->parser) == HPE_PAUSED) llhttp_resume(&impl_->parser);
}

bool MessageParser::isExecuting() const {
  return impl_->executing;
}

std::string_view MessageParser::errorCode() const {
  auto error = llhttp_get_errno(&impl_->parser);
  if (error != HPE_USER) return llhttp_errno_name(error);
  std::string_view reason = llhttp_get_error_reason(&impl_->parser);
  return reason.substr(0, reason.find(':'));
}

std::string_view MessageParser::errorReason() const {
  const char* text = llhttp_get_error_reason(&impl_->parser);
  std::string_view reason = text ? text : "";
  if (llhttp_get_errno(&impl_->parser) != HPE_USER) return reason;
  size_t colon = reason.find(':');
  return colon == std::string_view::npos ? reason : reason.substr(colon + 1);
}

std::span<const std::string_view> methodNames() {
  static const auto names = [] {
    constexpr size_t kCount = HTTP_SOURCE + 1;
    std::array<std::string_view, kCount> list;
    for (size_t i = 0; i < kCount; ++i) list[i] = llhttp_method_name(static_cast<llhttp_method_t>(i));
    return list;
  }();
  return names;
}

std::string parserVersion() {
  return std::to_string(LLHTTP_VERSION_MAJOR) + "." + std::to_string(LLHTTP_VERSION_MINOR) + "." +
         std::to_string(LLHTTP_VERSION_PATCH);
}

}  // namespace weft::http
