#include "syntax/recovery.h"

#include <algorithm>
#include <array>
#include <vector>

#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

bool isOneOf(std::string_view word, auto... words) {
  return ((word == words) || ...);
}

/// What hardly is anything else at the beginning of a line.
bool beginsStatement(std::string_view word) {
  return isOneOf(word, "var", "let", "const", "function", "class", "if", "for", "while", "do", "switch", "try",
                 "return", "throw", "break", "continue", "import", "export", "async", "interface", "type", "enum",
                 "declare", "namespace", "abstract");
}

/// What belongs to the statement before, also at the beginning of a line.
bool goesOn(std::string_view word) {
  return isOneOf(word, "else", "catch", "finally", "in", "instanceof", "of", "as", "satisfies", "extends", "implements",
                 "from", "case", "default");
}

/// After which an operand follows.
bool isOperatorWord(std::string_view word) {
  return isOneOf(word, "return", "typeof", "void", "delete", "in", "instanceof", "of", "new", "throw", "case", "do",
                 "else", "await", "yield", "const", "let", "var", "extends", "import", "export");
}

class Finder {
 public:
  Finder(std::string_view text, const FaultyItem& item, ListForm form)
      : text_(text), end_(text.data() + text.size()), item_(item), form_(form), startIndent_(indentAt(item.start)) {}

  uint32_t find() { return item_.hasMarkup ? findByLines() : findByTokens(); }

 private:
  enum class Step : uint8_t { GoOn, Done };

  [[nodiscard]] uint32_t lineStart(uint32_t at) const {
    while (at > 0 && text_[at - 1] != '\n' && text_[at - 1] != '\r') --at;
    return at;
  }
  [[nodiscard]] uint32_t indentAt(uint32_t at) const {
    uint32_t begin = lineStart(at);
    uint32_t first = begin;
    while (first < text_.size() && (text_[first] == ' ' || text_[first] == '\t')) ++first;
    return first - begin;
  }
  [[nodiscard]] bool isFirstOnLine(uint32_t at) const { return lineStart(at) + indentAt(at) == at; }
  [[nodiscard]] std::string_view wordAt(uint32_t at) const {
    const char* from = text_.data() + at;
    return {from, static_cast<size_t>(skipIdentifier(from, end_) - from)};
  }

  Step done(uint32_t at) {
    result_ = at;
    return Step::Done;
  }

  /// At a line's first word, that says itself that it begins a statement: by its indentation, whose?
  Step resumeByIndent(uint32_t at) {
    uint32_t indent = indentAt(at);
    if (indent > startIndent_ || at == item_.start) return Step::GoOn;
    if (form_ == ListForm::Program) return done(at);
    return done(indent == startIndent_ && isFirstOnLine(item_.start) ? at : kNoRecovery);
  }

  uint32_t findByLines() {
    uint32_t at = lineStart(item_.fault);
    if (at < item_.fault && !isFirstOnLine(item_.fault)) at = nextLine(item_.fault);
    for (; at < text_.size(); at = nextLine(at)) {
      uint32_t first = at + indentAt(at);
      if (first < item_.fault || first >= text_.size()) continue;
      bool isList = form_ != ListForm::Program;
      if (isList && text_[first] == '}' && indentAt(first) < startIndent_) return first;
      if (beginsStatement(wordAt(first)) && resumeByIndent(first) == Step::Done) return result_;
    }
    return kNoRecovery;
  }
  [[nodiscard]] uint32_t nextLine(uint32_t at) const {
    size_t next = text_.find_first_of("\n\r", at);
    return next == std::string_view::npos ? static_cast<uint32_t>(text_.size()) : static_cast<uint32_t>(next) + 1;
  }

  uint32_t findByTokens() {
    const char* at = text_.data() + item_.start;
    for (;;) {
      const char* token = skipTrivia(at, end_);
      hasLineBreak_ = std::any_of(at, token, [](char byte) { return byte == '\n' || byte == '\r'; });
      if (token >= end_) return kNoRecovery;
      auto place = static_cast<uint32_t>(token - text_.data());
      at = skipToken(token);
      if (!at) return kNoRecovery;
      if (isAfterBlock_ && place > item_.fault && mayFollowBlock(token)) return place;
      isAfterBlock_ = false;
      if (step(token, at, place) == Step::Done) return result_;
    }
  }

  /// Null where the token takes all that is left.
  const char* skipToken(const char* at) {
    switch (*at) {
      case '"':
      case '\'': {
        const char* after = skipString(at, end_);
        if (after) return after;
        while (at < end_ && *at != '\n' && *at != '\r') ++at;
        return at;
      }
      case '`':
        return skipTemplate(at + 1);
      case '/': {
        const char* after = isAfterOperand_ ? nullptr : skipRegularExpression(at, end_);
        return after ? after : at + 1;
      }
      default: {
        if (*at >= '0' && *at <= '9') return skipNumber(at, end_);
        const char* after = skipIdentifier(at, end_);
        return after == at ? at + 1 : after;
      }
    }
  }

  const char* skipTemplate(const char* at) {
    const char* after = skipTemplatePart(at, end_);
    if (after && after[-1] == '{') open_.push_back('`');
    return after;
  }

  /// After a `}` that closed what the item had opened.
  [[nodiscard]] bool mayFollowBlock(const char* token) const {
    if (form_ == ListForm::ClassBody) return true;
    std::string_view word = wordAt(static_cast<uint32_t>(token - text_.data()));
    if (word.empty()) return *token == '}' || *token == '@';
    return !goesOn(word) && (hasLineBreak_ || beginsStatement(word));
  }

  Step step(const char* token, const char*& after, uint32_t place) {
    bool isPast = place >= item_.fault && place > item_.start;
    bool wasAfterOperand = isAfterOperand_;
    isAfterOperand_ = false;
    switch (*token) {
      case '(':
      case '[':
      case '{':
        open_.push_back(*token);
        return Step::GoOn;
      case ')':
      case ']':
        isAfterOperand_ = true;
        if (!open_.empty() && open_.back() == (*token == ')' ? '(' : '[')) open_.pop_back();
        return Step::GoOn;
      case '}':
        isAfterOperand_ = true;
        return closeBrace(after, place);
      case ';':
        return place >= item_.fault && open_.empty() ? done(place + 1) : Step::GoOn;
      default:
        break;
    }
    std::string_view word = wordAt(place);
    bool isWord = !word.empty();
    isAfterOperand_ = isWord ? !isOperatorWord(word) : isLiteral(*token);
    if (!isPast || !hasLineBreak_) return Step::GoOn;
    bool endsItem = open_.empty() && wasAfterOperand && place > item_.fault;
    if (endsItem && form_ == ListForm::ClassBody && (isWord || *token == '@')) return done(place);
    if (endsItem && isWord && !goesOn(word)) return done(place);
    bool isMember = form_ == ListForm::ClassBody && wasAfterOperand && isWord && indentAt(place) == startIndent_;
    if (isMember && isFirstOnLine(item_.start)) return done(place);
    if (form_ != ListForm::ClassBody && beginsStatement(word)) return resumeByIndent(place);
    return Step::GoOn;
  }

  [[nodiscard]] static bool isLiteral(char first) {
    return first == '"' || first == '\'' || first == '`' || (first >= '0' && first <= '9');
  }

  Step closeBrace(const char*& after, uint32_t place) {
    auto match =
        std::find_if(open_.rbegin(), open_.rend(), [](char bracket) { return bracket == '{' || bracket == '`'; });
    if (match == open_.rend()) {
      // The list ends here. Where it is the program, nothing was there to close.
      if (place < item_.fault) return Step::GoOn;
      return done(form_ == ListForm::Program ? place + 1 : place);
    }
    bool isTemplate = *match == '`';
    open_.erase(match.base() - 1, open_.end());
    if (isTemplate) {
      after = skipTemplate(text_.data() + place + 1);
      return after ? Step::GoOn : done(kNoRecovery);
    }
    isAfterBlock_ = open_.empty();
    return Step::GoOn;
  }

  std::string_view text_;
  const char* end_;
  const FaultyItem& item_;
  ListForm form_;
  uint32_t startIndent_;
  uint32_t result_ = kNoRecovery;
  std::vector<char> open_;  // brackets; '`' for a substitution of a template
  bool hasLineBreak_ = false;
  bool isAfterOperand_ = false;
  bool isAfterBlock_ = false;
};

}  // namespace

std::optional<uint32_t> indentationOf(std::string_view text, uint32_t at) {
  size_t line = text.substr(0, at).find_last_of("\n\r");
  size_t begin = line == std::string_view::npos ? 0 : line + 1;
  bool isFirst = text.substr(begin, at - begin).find_first_not_of(" \t") == std::string_view::npos;
  return isFirst ? std::optional(at - static_cast<uint32_t>(begin)) : std::nullopt;
}

uint32_t findNextItem(std::string_view text, const FaultyItem& item, ListForm form) {
  uint32_t at = Finder(text, item, form).find();
  return at < text.size() ? at : kNoRecovery;
}

}  // namespace weft::syntax
