#include "data/yaml_properties.h"

namespace weft::data {

void YamlPropertyReader::readProperties(YamlProperties& properties) {
  if (!properties.isAny()) properties.begin = at_;
  while (!hasFailed() && isAtProperty()) {
    size_t begin = at_;
    if (accept('&')) {
      if (!properties.anchor.empty()) {
        fail("two-anchors", begin, at_, "A value can't have two anchors");
        return;
      }
      properties.anchor = readAnchorName();
    } else {
      if (properties.tag != YamlTag::None) {
        fail("two-tags", begin, at_ + 1, "A value can't have two tags");
        return;
      }
      properties.tag = readTag();
    }
    if (hasFailed()) return;
    properties.end = at_;
    if (!isSpaceAt(0) && !isFlowIndicator(peek())) {
      failExpected("a space after an anchor or a tag");
      return;
    }
    skipBlanks();
  }
}

std::string_view YamlPropertyReader::readAnchorName() {
  size_t begin = at_;
  while (!isSpaceAt(0) && !isFlowIndicator(peek())) ++at_;
  if (at_ == begin) failExpected("a name");
  return text_.substr(begin, at_ - begin);
}

/// https://yaml.org/spec/1.2.2/#rule-c-ns-tag-property
YamlTag YamlPropertyReader::readTag() {
  size_t begin = at_++;
  if (accept('<')) {
    size_t close = text_.find_first_of("> \t\r\n", at_);
    if (close == text_.npos || text_[close] != '>' || close == at_) {
      fail("invalid-tag", begin, at_, "This tag has no closing '>'");
      return YamlTag::None;
    }
    std::string_view tag = text_.substr(at_, close - at_);
    at_ = close + 1;
    return yamlTagOf(tag);
  }
  while (!isSpaceAt(0) && !isFlowIndicator(peek())) ++at_;
  std::string_view word = text_.substr(begin, at_ - begin);
  if (word == "!") return YamlTag::Other;
  size_t mark = word.find('!', 1);
  std::string_view handle = word.substr(0, mark == word.npos ? 1 : mark + 1);
  std::string_view suffix = word.substr(handle.size());
  if (suffix.empty() || suffix.find('!') != suffix.npos) {
    fail("invalid-tag", begin, at_, shown(word) + " is no tag");
    return YamlTag::None;
  }
  auto declared = handles_.find(handle);
  if (declared != handles_.end()) return yamlTagOf(declared->second + std::string(suffix));
  if (handle == "!") return YamlTag::Other;
  if (handle == "!!") return yamlTagOf("tag:yaml.org,2002:" + std::string(suffix));
  fail("unknown-tag-handle", begin, begin + handle.size(),
       "No %TAG before the document says what " + shown(handle) + " stands for");
  return YamlTag::None;
}

bool YamlPropertyReader::readDirectives() {
  bool isAny = false;
  while (at_ == lineStart_ && peek() == '%' && !hasFailed()) {
    isAny = true;
    readDirective();
    // Comments and empty lines may follow.
    for (;;) {
      size_t begin = at_;
      skipBlanks();
      if (peek() == '#' && (at_ > begin || at_ == lineStart_))
        while (!isAtEnd() && !isBreak()) ++at_;
      if (!isBreak()) break;
      skipBreak();
    }
  }
  return isAny;
}

void YamlPropertyReader::forgetDirectives() {
  handles_.clear();
  hasVersion_ = false;
}

void YamlPropertyReader::readDirective() {
  size_t begin = at_;
  auto readWord = [&] {
    skipBlanks();
    size_t from = at_;
    while (!isSpaceAt(0)) ++at_;
    return text_.substr(from, at_ - from);
  };
  std::string_view name = readWord();
  if (name == "%YAML") {
    std::string_view version = readWord();
    bool isKnown = version.size() > 2 && version.starts_with("1.");
    for (char digit : version.substr(isKnown ? 2 : 0)) isKnown = isKnown && digit >= '0' && digit <= '9';
    if (!isKnown) {
      fail("yaml-version", begin, at_, "YAML of version 1.2 can be read, not '" + shown(version) + "'");
    } else if (hasVersion_) {
      fail("yaml-version", begin, at_, "A document can't have two %YAML lines");
    }
    hasVersion_ = true;
  } else if (name == "%TAG") {
    std::string handle(readWord());
    std::string prefix(readWord());
    bool isHandle = handle.size() > 0 && handle.front() == '!' && handle.back() == '!';
    if (!isHandle || prefix.empty()) {
      fail("invalid-directive", begin, at_, "Expected %TAG !handle! prefix");
    } else if (!handles_.emplace(handle, prefix).second) {
      fail("invalid-directive", begin, at_, shown(handle) + " is declared twice");
    }
  } else {
    // Reserved: "should ignore any unknown directives with an appropriate warning".
    while (!isAtEnd() && !isBreak()) ++at_;
  }
  if (hasFailed()) return;
  size_t end = at_;
  skipBlanks();
  if (peek() == '#' && at_ > end)
    while (!isAtEnd() && !isBreak()) ++at_;
  if (!isAtEnd() && !isBreak()) {
    failExpected("the end of the line after a directive");
    return;
  }
  skipBreak();
}

}  // namespace weft::data
