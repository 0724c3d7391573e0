// Text: words, signs, lines, and the comments that are kept.

#include <algorithm>

#include "syntax/printer_impl.h"

namespace weft::syntax {

namespace {

bool isNameByte(char byte) {
  auto c = static_cast<unsigned char>(byte);
  return c >= 0x80 || (c | 0x20u) - 'a' < 26u || c - '0' < 10u || c == '$' || c == '_' || c == '\\';
}

}  // namespace

bool print(const Ast& ast, const PrintOptions& options, std::string& out) {
  return Printer(ast, options, out).run();
}

Printer::Printer(const Ast& ast, const PrintOptions& options, std::string& out)
    : ast_(ast),
      options_(options),
      out_(out, ast.source().size() + ast.source().size() / 8),
      mappings_(options.mappings),
      isMinified_(options.minifyWhitespace),
      stackLimit_(options.stackBytes) {}

bool Printer::run() {
  if (ast_.hashbangEnd) {
    put(ast_.slice(0, ast_.hashbangEnd));
    put('\n');
  }
  if (!ast_.comments.empty()) {
    commentIndex_ = SIZE_MAX;
    advanceComment();
  }
  for (NodeId id : ast_.list(ast_.body)) {
    if (leavesNothing(id)) {
      forgetComments(node(id).start);
      continue;
    }
    statement(id);
    if (!isMinified_) put('\n');
  }
  flushSemicolon();
  endComments();
  if (isMinified_ && out_.size() > 0 && out_.back() != '\n') put('\n');
  out_.finish();
  return !isTooDeep_;
}

bool Printer::isTooDeep() {
  if (!stackLimit_.isReached()) [[likely]]
    return false;
  return isTooDeep_ = true;
}

/// The name of the symbol is what it was declared with.
void Printer::noteName(const Identifier& it) {
  if (it.symbol == kNoSymbol || it.symbol >= ast_.scopes().symbols.size()) return;
  Atom was = ast_.scopes().symbols[it.symbol].name;
  if (was == it.name) return;
  auto index = static_cast<size_t>(was);
  if (index >= nameNumbers_.size()) nameNumbers_.resize(index + 1);
  if (nameNumbers_[index] == 0) {
    mappings_->names.emplace_back(ast_.text(was));
    nameNumbers_[index] = static_cast<uint32_t>(mappings_->names.size());
  }
  mappings_->list.back().name = nameNumbers_[index] - 1;
}

void Printer::separateWord() {
  if (isNameByte(out_.back()) || out_.size() == regExpEnd_) put(' ');  // after /a/, a word would be flags
}

/// A token that begins with a letter or digit.
void Printer::word(std::string_view text) {
  separateWord();
  put(text);
}

/// A sign: + and - do not run into themselves, nor < into !--, nor -- into >, nor / into a regular expression.
void Printer::sign(std::string_view text) {
  char last = out_.back();
  if (!text.empty()) {
    bool runs = (last == text[0] && (last == '+' || last == '-' || last == '/')) || (last == '-' && text[0] == '>') ||
                (last == '<' && text.starts_with("!--")) || (text == "--" && out_.endsWith("<!"));
    if (runs) put(' ');
  }
  put(text);
}

/// An operator between its operands.
void Printer::infix(std::string_view text) {
  if (!isMinified_) {
    put(' ');
    put(text);
    put(' ');
  } else if (isNameByte(text[0])) {
    word(text);
  } else {
    sign(text);
  }
}

void Printer::newline() {
  if (isMinified_) return;
  // Deep nesting must not make the text quadratic.
  constexpr unsigned kDeepestIndent = 50;
  put('\n');
  out_.fill(std::min(indent_, kDeepestIndent) * size_t{2}, ' ');
}

/// Minified, it is put when something follows: before a brace it is not needed.
void Printer::semicolon() {
  if (isMinified_)
    owesSemicolon_ = true;
  else
    put(';');
}

void Printer::flushSemicolon() {
  if (!owesSemicolon_) return;
  owesSemicolon_ = false;
  put(';');
}

/// `end`: past the brace in the source; 0 if it was not there.
void Printer::closeBrace(bool onOwnLine, uint32_t end) {
  if (end != 0 && end - 1 >= nextComment_) [[unlikely]] {
    while (end - 1 >= nextComment_) {
      late_.push_back(ast_.comments[commentIndex_]);
      advanceComment();
    }
    newline();
    for (size_t i = 0; i < late_.size(); ++i) statementComment(late_[i], i + 1 == late_.size());
    late_.clear();
    onOwnLine = true;
  }
  owesSemicolon_ = false;
  --indent_;
  if (onOwnLine) newline();
  put('}');
}

// --- Comments.

void Printer::advanceComment() {
  while (++commentIndex_ < ast_.comments.size()) {
    const KeptComment& comment = ast_.comments[commentIndex_];
    bool isWanted = comment.isLegal ? options_.legalComments != LegalComments::None : !isMinified_;
    if (!isWanted) continue;
    nextComment_ = comment.range.begin;
    return;
  }
  nextComment_ = UINT32_MAX;
}

/// Comments for tools, before what is not printed.
void Printer::forgetComments(uint32_t start) {
  while (start >= nextComment_) {
    if (ast_.comments[commentIndex_].isLegal) late_.push_back(ast_.comments[commentIndex_]);
    advanceComment();
  }
}

void Printer::statementComment(const KeptComment& comment, bool endsBlock) {
  std::string_view text = ast_.slice(comment.range.begin, comment.range.end);
  if (comment.isLegal && options_.legalComments == LegalComments::EndOfFile) {
    if (std::ranges::find(atTheEnd_, text) == atTheEnd_.end()) atTheEnd_.push_back(text);
    return;
  }
  flushSemicolon();
  put(text);
  if (isMinified_)
    put('\n');
  else if (!endsBlock)
    newline();
}

void Printer::statementComments(uint32_t start) {
  for (const KeptComment& comment : late_) statementComment(comment);
  late_.clear();
  while (start >= nextComment_) {
    size_t index = commentIndex_;
    advanceComment();
    statementComment(ast_.comments[index]);
  }
}

/// Within an expression a comment must not break the line, which could end a statement.
void Printer::expressionComments(uint32_t start) {
  while (start >= nextComment_) {
    const KeptComment& comment = ast_.comments[commentIndex_];
    advanceComment();
    std::string_view text = ast_.slice(comment.range.begin, comment.range.end);
    bool isLine = text.starts_with("//");
    bool fits = text.find_first_of("\n\r\xE2") == text.npos && (!isLine || text.find("*/") == text.npos);
    if (!fits || comment.isLegal) {
      late_.push_back(comment);
      continue;
    }
    if (isLine) {
      put("/*");
      put(text.substr(2));
      put(" */ ");
    } else {
      put(text);
      put(' ');
    }
  }
}

void Printer::endComments() {
  statementComments(UINT32_MAX - 1);
  for (std::string_view text : atTheEnd_) {
    if (out_.size() > 0 && out_.back() != '\n') put('\n');
    put(text);
    put('\n');
  }
}

}  // namespace weft::syntax
