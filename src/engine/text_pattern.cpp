#include "engine/text_pattern.h"

#include <JavaScriptCore/YarrInterpreter.h>
#include <JavaScriptCore/YarrPattern.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

struct TextPattern::Compiled {
  mutable std::mutex mutex;  // the interpreter's memory is the pattern's
  BumpPointerAllocator allocator;
  std::unique_ptr<Yarr::BytecodePattern> code;
  size_t outputs = 0;
};

std::unique_ptr<TextPattern> TextPattern::compile(std::string_view source, std::string_view flags) {
  OptionSet<Yarr::Flags> set;
  for (char flag : flags) {
    if (flag == 'i') set.add(Yarr::Flags::IgnoreCase);
    if (flag == 'm') set.add(Yarr::Flags::Multiline);
    if (flag == 's') set.add(Yarr::Flags::DotAll);
    if (flag == 'u') set.add(Yarr::Flags::Unicode);
    if (flag == 'v') set.add(Yarr::Flags::UnicodeSets);
  }
  Yarr::ErrorCode error = Yarr::ErrorCode::NoError;
  WTF::String text = toWTF(source);
  Yarr::YarrPattern pattern(text, set, error);
  if (Yarr::hasError(error)) return nullptr;
  auto compiled = std::make_unique<Compiled>();
  // Named groups that occur twice have places of their own.
  compiled->outputs = pattern.offsetsSize() + 2;
  compiled->code = Yarr::byteCompile(pattern, &compiled->allocator, error);
  if (Yarr::hasError(error) || !compiled->code) return nullptr;
  return std::unique_ptr<TextPattern>(new TextPattern(std::move(compiled)));
}

TextPattern::TextPattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
TextPattern::~TextPattern() = default;

bool TextPattern::matches(std::string_view text) const {
  bool isAscii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  WTF::String wide = isAscii ? WTF::String() : toWTF(text);
  std::vector<unsigned> outputs(compiled_->outputs, Yarr::offsetNoMatch);
  std::lock_guard lock(compiled_->mutex);
  unsigned found = isAscii ? Yarr::interpret(compiled_->code.get(), WTF::StringView(latin1(text)), 0, outputs.data())
                           : Yarr::interpret(compiled_->code.get(), wide, 0, outputs.data());
  return found != Yarr::offsetNoMatch;
}

}  // namespace weft::js
