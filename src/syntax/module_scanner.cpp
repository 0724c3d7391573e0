// The scanner: one pass over the tokens of a file, a TokenContext beside it, and a look ahead at the words that
// name modules. Parallel, reads only.

#include "syntax/char_tables.h"
#include "syntax/common_js_exports.h"
#include "syntax/matcher.h"
#include "syntax/module_scan.h"
#include "syntax/request_parser.h"
#include "syntax/token_context.h"
#include "syntax/tokens.h"
#include "syntax/words.h"

namespace weft::syntax {

namespace {

class ModuleScanner {
 public:
  ModuleScanner(std::string_view source, ScanGoal goal)
      : begin_(source.data()),
        end_(source.data() + source.size()),
        at_(begin_),
        looksForCommonJs_(goal != ScanGoal::EsModule),
        requests_(source),
        commonJs_(source) {}

  ModuleScan run() {
    skipHashbang();
    while (at_ < end_) {
      if (!token()) {
        scan_.errorOffset = static_cast<uint32_t>(at_ - begin_);
        return std::move(scan_);
      }
    }
    if (!context_.isTopLevel()) {
      scan_.errorOffset = static_cast<uint32_t>(end_ - begin_);
    } else if (looksForCommonJs_ && !scan_.looksLikeEsModule()) {
      commonJs_.take(scan_.commonJsExports, scan_.commonJsReexports);
    }
    return std::move(scan_);
  }

 private:
  void skipHashbang() {
    if (std::string_view(begin_, static_cast<size_t>(end_ - begin_)).starts_with("\xEF\xBB\xBF")) at_ += 3;
    if (end_ - at_ >= 2 && at_[0] == '#' && at_[1] == '!') at_ = skipLineComment(at_, end_);
  }

  /// White space or one token. False where the text cannot be lexed.
  bool token() {
    switch (charClassOf(*at_)) {
      case CharClass::Space:
        ++at_;
        return true;
      case CharClass::LineEnd:
        return lineEnd(1);
      case CharClass::NonAscii:
        if (unsigned length = unicodeSpaceLength(at_, end_)) return unicodeSpace(length);
        return word();
      case CharClass::Letter:
        return word();
      case CharClass::Slash:
        return slash();
      default:
        break;
    }
    bool isAfterLineEnd = hasLineEndBefore_;
    previousWord_ = takesPreviousWord() ? previousWord_ : Word::None;
    bool done = punctuationOrLiteral(isAfterLineEnd);
    hasLineEndBefore_ = false;
    return done;
  }

  /// `(` still needs to know the word before it.
  bool takesPreviousWord() const { return *at_ == '('; }

  bool lineEnd(unsigned length) {
    at_ += length;
    hasLineEndBefore_ = true;
    return true;
  }

  bool unicodeSpace(unsigned length) {
    if (isUnicodeLineEnd(at_, length)) return lineEnd(length);
    at_ += length;
    return true;
  }

  bool punctuationOrLiteral(bool isAfterLineEnd) {
    CharClass kind = charClassOf(*at_);
    isAfterDot_ = false;
    namesFollow_ = namesFollow_ && kind == CharClass::Comma;
    if (kind != CharClass::OpenBrace) context_.clearBody();
    switch (kind) {
      case CharClass::Digit:
        return literal(skipNumber(at_, end_), isAfterLineEnd);
      case CharClass::Quote:
        return literal(skipString(at_, end_), isAfterLineEnd);
      case CharClass::Backtick:
        return templatePart();
      case CharClass::Dot:
        return dot(isAfterLineEnd);
      case CharClass::OpenParen:
        return openParenthesis();
      case CharClass::CloseParen:
        return ++at_, context_.closeParenthesis() || stepBack();
      case CharClass::OpenBracket:
        return ++at_, context_.openBracket(), true;
      case CharClass::CloseBracket:
        return ++at_, context_.closeBracket() || stepBack();
      case CharClass::OpenBrace:
        return openBrace();
      case CharClass::CloseBrace:
        return closeBrace();
      case CharClass::Semicolon:
        return ++at_, context_.semicolon(), true;
      case CharClass::Comma:
        return comma();
      case CharClass::Colon:
        return ++at_, context_.colon(), true;
      case CharClass::Question:
        return question();
      case CharClass::PlusMinus:
        return plusMinus(isAfterLineEnd);
      case CharClass::Equals:
        return equals();
      case CharClass::Less:
        return less();
      case CharClass::Star:
        return star();
      case CharClass::At:
        scan_.mayNeedLowering = true;
        return ++at_, context_.operatorToken(), true;
      default:
        return ++at_, context_.operatorToken(), true;
    }
  }

  bool stepBack() { return --at_, false; }

  bool literal(const char* after, bool isAfterLineEnd) {
    if (!after) return false;
    context_.beforeOperand(isAfterLineEnd);
    at_ = after;
    endOperand();
    return true;
  }

  void endOperand() {
    bool isKey = context_.expect() == Expect::Key || context_.expect() == Expect::AfterKey;
    context_.setExpect(isKey ? Expect::AfterKey : Expect::Operator);
  }

  /// A template from its backtick.
  bool templatePart() {
    ++at_;
    return continueTemplate() || stepBack();
  }

  bool continueTemplate() {
    const char* after = skipTemplatePart(at_, end_);
    if (!after) return false;
    at_ = after;
    if (after[-1] == '{') {
      context_.openTemplate();
    } else {
      context_.setExpect(Expect::Operator);
    }
    return true;
  }

  bool dot(bool isAfterLineEnd) {
    if (end_ - at_ > 1 && charClassOf(at_[1]) == CharClass::Digit)
      return literal(skipNumber(at_, end_), isAfterLineEnd);
    if (end_ - at_ > 2 && at_[1] == '.' && at_[2] == '.') {
      at_ += 3;
      context_.operatorToken();
      return true;
    }
    ++at_;
    isAfterDot_ = true;
    return true;
  }

  bool openParenthesis() {
    bool isCondition = false;
    switch (previousWord_) {
      case Word::If:
      case Word::While:
      case Word::For:
      case Word::With:
      case Word::Switch:
      case Word::Catch:
        isCondition = true;
        break;
      default:
        break;
    }
    previousWord_ = Word::None;
    ++at_;
    context_.openParenthesis(isCondition);
    return true;
  }

  bool openBrace() {
    ++at_;
    context_.openBrace();
    context_.clearBody();
    return true;
  }

  bool closeBrace() {
    ++at_;
    bool wasTemplate = false;
    if (!context_.closeBrace(wasTemplate)) return stepBack();
    return !wasTemplate || continueTemplate();
  }

  bool comma() {
    ++at_;
    context_.comma();
    if (context_.isTopLevel() && context_.top().declaresNames) namesFollow_ = true;
    return true;
  }

  bool question() {
    if (end_ - at_ > 1 && at_[1] == '?') {
      at_ += 2;
      context_.operatorToken();
    } else if (end_ - at_ > 2 && at_[1] == '.' && charClassOf(at_[2]) != CharClass::Digit) {
      at_ += 2;
      isAfterDot_ = true;
    } else {
      ++at_;
      context_.question();
    }
    return true;
  }

  bool plusMinus(bool isAfterLineEnd) {
    bool isDouble = end_ - at_ > 1 && at_[1] == at_[0];
    if (isDouble && end_ - at_ > 2 && at_[0] == '-' && at_[2] == '>' && isAfterLineEnd) {
      at_ = skipLineComment(at_, end_);  // an HTML comment's end, a comment in scripts (Annex B.1.1)
      return true;
    }
    at_ += isDouble ? 2 : 1;
    bool isPostfix = isDouble && !isAfterLineEnd && context_.expect() == Expect::Operator;
    if (!isPostfix) context_.operatorToken();
    return true;
  }

  bool equals() {
    if (end_ - at_ > 1 && at_[1] == '>') {
      at_ += 2;
      context_.arrow();
    } else {
      ++at_;
      context_.operatorToken();
    }
    return true;
  }

  bool less() {
    if (looksForCommonJs_ && std::string_view(at_, static_cast<size_t>(end_ - at_)).starts_with("<!--")) {
      at_ = skipLineComment(at_, end_);
      return true;
    }
    ++at_;
    context_.operatorToken();
    return true;
  }

  /// Multiplication, or the mark of a generator.
  bool star() {
    ++at_;
    bool isKey = context_.expect() == Expect::Key || context_.expect() == Expect::AfterKey;
    if (isKey) {
      context_.setExpect(Expect::Key);
    } else if (context_.top().functionHead == HeadKind::None) {
      context_.operatorToken();
    }
    return true;
  }

  /// A comment, a regular expression or a division.
  bool slash() {
    if (end_ - at_ > 1 && at_[1] == '/') {
      at_ = skipLineComment(at_, end_);
      return true;
    }
    if (end_ - at_ > 1 && at_[1] == '*') {
      const char* after = skipBlockComment(at_, end_, hasLineEndBefore_);
      if (!after) return false;
      at_ = after;
      return true;
    }
    const char* after = nullptr;
    if (context_.slashBeginsRegularExpression()) {
      after = skipRegularExpression(at_, end_);
      // A division that the context took for more, as after a variable named `yield`. Each costs a line's length.
      if (!after && ++unclosedExpressions_ > kMostUnclosedExpressions) return false;
    }
    previousWord_ = Word::None;
    isAfterDot_ = false;
    namesFollow_ = false;
    context_.clearBody();
    if (after) {
      context_.beforeOperand(hasLineEndBefore_);
      at_ = after;
      context_.setExpect(Expect::Operator);
    } else {
      ++at_;
      context_.operatorToken();
    }
    hasLineEndBefore_ = false;
    return true;
  }

  bool word() {
    const char* begin = at_;
    at_ = skipIdentifier(at_, end_);
    if (at_ == begin) return false;
    std::string_view text(begin, static_cast<size_t>(at_ - begin));
    bool isAfterLineEnd = hasLineEndBefore_;
    hasLineEndBefore_ = false;
    context_.clearBody();
    Word before = previousWord_;
    previousWord_ = Word::None;
    if (isAfterDot_) {
      isAfterDot_ = false;
      if (text.front() == '_') helperCall(wordOf(text), begin);
      context_.setExpect(Expect::Operator);
      return true;
    }
    Word word = wordOf(text);
    if (word != Word::In && word != Word::Instanceof) context_.beforeOperand(isAfterLineEnd);
    if (context_.expect() == Expect::Key || context_.expect() == Expect::AfterKey) {
      if (word == Word::Accessor && context_.top().kind == FrameKind::Class && keyFollowsOnLine())
        scan_.mayNeedLowering = true;
      context_.setExpect(Expect::AfterKey);
      return true;
    }
    if (context_.top().functionHead != HeadKind::None) return true;  // the function's name
    checkDeclaredName(word, before);
    if (word == Word::None) {
      context_.setExpect(Expect::Operator);
      return true;
    }
    keyword(word, before, begin, isAfterLineEnd);
    return true;
  }

  /// `const require = …`, `class module`: names that a CommonJS wrapper has already declared.
  void checkDeclaredName(Word word, Word before) {
    bool isDeclared = namesFollow_ || (before == Word::Class && context_.isTopLevel() &&
                                       context_.top().classHead == HeadKind::Declaration);
    namesFollow_ = false;
    if (!isDeclared) return;
    switch (word) {
      case Word::Module:
      case Word::Exports:
      case Word::Require:
      case Word::Filename:
      case Word::Dirname:
        scan_.redeclaresCommonJsName = true;
        break;
      default:
        break;
    }
  }

  void keyword(Word word, Word before, const char* begin, bool isAfterLineEnd) {
    previousWord_ = word;
    switch (word) {
      case Word::Return:
      case Word::Throw:
      case Word::New:
      case Word::Delete:
      case Word::Void:
      case Word::Typeof:
      case Word::In:
      case Word::Instanceof:
      case Word::Case:
      case Word::Yield:
      case Word::Extends:
        return context_.operatorToken();
      case Word::Of:
        return ofWord();
      case Word::Await:
        return awaitWord(before);
      case Word::Async:
        return asyncWord();
      case Word::If:
      case Word::While:
      case Word::For:
      case Word::With:
      case Word::Switch:
        return context_.setExpect(Expect::Operator);
      case Word::Catch:
      case Word::Else:
      case Word::Do:
      case Word::Try:
      case Word::Finally:
      case Word::Break:
      case Word::Continue:
        return context_.setExpect(Expect::Statement);
      case Word::Function:
        return functionWord(before, isAfterLineEnd);
      case Word::Class:
        return classWord();
      case Word::Const:
      case Word::Let:
        return lexicalDeclaration();
      case Word::Using:
        return usingWord();
      case Word::Import:
        return importWord(begin);
      case Word::Export:
        return exportWord(begin);
      default:
        return commonJsWord(word, begin);
    }
  }

  void ofWord() {
    bool isOperator = context_.expect() == Expect::Operator && context_.top().isCondition;
    context_.setExpect(isOperator ? Expect::Operand : Expect::Operator);
  }

  void asyncWord() {
    isAsyncAtStatement_ = context_.expect() == Expect::Statement;
    context_.setExpect(Expect::Operator);
  }

  void functionWord(Word before, bool isAfterLineEnd) {
    bool isAsync = before == Word::Async && !isAfterLineEnd;
    bool isDeclaration = isAsync ? isAsyncAtStatement_ : context_.expect() == Expect::Statement;
    context_.top().functionHead = isDeclaration ? HeadKind::Declaration : HeadKind::Expression;
    context_.setExpect(Expect::Operator);
  }

  void classWord() {
    bool isDeclaration = context_.expect() == Expect::Statement;
    context_.top().classHead = isDeclaration ? HeadKind::Declaration : HeadKind::Expression;
    context_.setExpect(Expect::Operator);
  }

  void lexicalDeclaration() {
    if (context_.expect() == Expect::Statement && context_.isTopLevel()) {
      context_.top().declaresNames = true;
      namesFollow_ = true;
    }
    context_.setExpect(Expect::Operator);
  }

  /// A declaration if a name follows; else `using` is a name itself.
  void usingWord() {
    const char* next = nextOnLine();
    if (end_ - next > 1 && next[0] == '/' && next[1] == '*') {
      scan_.mayNeedLowering = true;
    } else if (next < end_ && isIdentifierStart(next)) {
      Word word = wordOf({next, static_cast<size_t>(skipIdentifier(next, end_) - next)});
      scan_.mayNeedLowering |= word != Word::In && word != Word::Instanceof;
    }
    context_.setExpect(Expect::Operator);
    previousWord_ = Word::None;
  }

  /// After `accessor` in a class: the field's name, so that `accessor` is none.
  bool keyFollowsOnLine() const {
    const char* next = nextOnLine();
    if (next == end_) return false;
    switch (charClassOf(*next)) {
      case CharClass::Quote:
      case CharClass::Digit:
      case CharClass::Dot:
      case CharClass::OpenBracket:
      case CharClass::Slash:
        return true;
      default:
        return isIdentifierStart(next);
    }
  }

  bool isIdentifierStart(const char* at) const {
    CharClass kind = charClassOf(*at);
    return kind == CharClass::Letter || (kind == CharClass::NonAscii && unicodeSpaceLength(at, end_) == 0);
  }

  /// The next byte of this line that is no white space; a line's end otherwise.
  const char* nextOnLine() const {
    const char* next = at_;
    for (;;) {
      if (next < end_ && charClassOf(*next) == CharClass::Space) {
        ++next;
      } else if (next < end_ && charClassOf(*next) == CharClass::NonAscii) {
        unsigned length = unicodeSpaceLength(next, end_);
        if (length == 0 || isUnicodeLineEnd(next, length)) return next;
        next += length;
      } else {
        return next;
      }
    }
  }

  void awaitWord(Word before) {
    if (before == Word::Class) return context_.setExpect(Expect::Operator);  // a script may name a class so
    bool isForAwait = before == Word::For;
    if (context_.isOutsideFunctions()) {
      scan_.hasTopLevelAwait = true;
      constexpr size_t kAwaitLength = 5;  // at_ is behind the word
      scan_.topLevelAwaits.push_back(static_cast<uint32_t>(at_ - begin_ - kAwaitLength));
      if (isForAwait || operandFollowsOnLine()) scan_.hasUnambiguousTopLevelAwait = true;
    }
    if (isForAwait) {
      previousWord_ = Word::For;
    } else {
      context_.operatorToken();
    }
  }

  /// What follows on this line can only be an operand: `await` is no name here.
  bool operandFollowsOnLine() const {
    const char* next = at_;
    while (next < end_ && charClassOf(*next) == CharClass::Space) ++next;
    if (next == end_) return false;
    switch (charClassOf(*next)) {
      case CharClass::Digit:
      case CharClass::Quote:
      case CharClass::OpenBrace:
        return true;
      case CharClass::Letter:
        break;
      default:
        return false;
    }
    std::string_view text(next, static_cast<size_t>(skipIdentifier(next, end_) - next));
    Word word = wordOf(text);
    return word != Word::In && word != Word::Instanceof && word != Word::Of;
  }

  void importWord(const char* begin) {
    Matcher m(at_, end_);
    bool mayDeclare = context_.isTopLevel() && context_.expect() == Expect::Statement;
    context_.setExpect(Expect::Operator);
    previousWord_ = Word::None;
    char next = m.peek();
    if (next == '(') return dynamicImport(begin, m.at(), ImportPhase::Evaluation);
    if (next == '.') return importProperty(begin, m);
    if (!mayDeclare) return;
    scan_.hasImportSyntax = true;
    addRequest(requests_.importDeclaration(begin, at_));
    context_.setExpect(Expect::Statement);
  }

  /// import.meta, import.source( … ), import.defer( … )
  void importProperty(const char* begin, Matcher m) {
    std::string_view name;
    if (!m.eat(".") || !m.identifier(name)) return;
    if (name == "meta") {
      scan_.usesImportMeta = true;
    } else if (m.peek() == '(' && (name == "source" || name == "defer")) {
      dynamicImport(begin, m.at(), name == "source" ? ImportPhase::Source : ImportPhase::Defer);
    }
  }

  void dynamicImport(const char* begin, const char* parenthesis, ImportPhase phase) {
    scan_.usesDynamicImport = true;
    addRequest(requests_.dynamicImport(begin, parenthesis, phase));
  }

  void exportWord(const char* begin) {
    previousWord_ = Word::None;
    if (!context_.isTopLevel() || context_.expect() != Expect::Statement) return context_.setExpect(Expect::Operator);
    scan_.hasExportSyntax = true;
    Matcher m(at_, end_);
    if (m.eatWord("default")) {
      at_ = m.at();
      std::string_view next;
      bool isDeclaration =
          m.peek() == '@' || (m.identifier(next) && (next == "function" || next == "class" || next == "async"));
      return context_.setExpect(isDeclaration ? Expect::Statement : Expect::Operand);
    }
    addRequest(requests_.exportFrom(begin, at_));
  }

  void addRequest(std::optional<ModuleRequest> request) {
    if (request) scan_.requests.push_back(std::move(*request));
  }

  void commonJsWord(Word word, const char* begin) {
    context_.setExpect(Expect::Operator);
    previousWord_ = Word::None;
    if (word == Word::Require) addRequest(requests_.require(begin, at_));
    if (!looksForCommonJs_) return;
    bool isOutsideBrackets = context_.openDepth() == 0;
    switch (word) {
      case Word::Exports:
        return commonJs_.atExports(begin);
      case Word::Module:
        return commonJs_.atModule(begin);
      case Word::Object:
        return commonJs_.atObject(begin, isOutsideBrackets);
      case Word::Require:
        if (isOutsideBrackets) commonJs_.atRequire(begin);
        return;
      default:
        return helperCall(word, begin);
    }
  }

  /// Transpilers' helpers count as members too: tslib.__exportStar( … ).
  void helperCall(Word word, const char* begin) {
    if (!looksForCommonJs_ || context_.openDepth() != 0) return;
    if (word == Word::InteropRequireWildcard) commonJs_.atInteropRequireWildcard(begin);
    if (word == Word::UnderscoreExport || word == Word::UnderscoreExportStar) commonJs_.atExportStar(at_);
  }

  static constexpr unsigned kMostUnclosedExpressions = 64;

  const char* begin_;
  const char* end_;
  const char* at_;
  const bool looksForCommonJs_;
  RequestParser requests_;
  CommonJsExports commonJs_;
  TokenContext context_;
  ModuleScan scan_;
  Word previousWord_ = Word::None;
  unsigned unclosedExpressions_ = 0;
  bool hasLineEndBefore_ = true;
  bool isAfterDot_ = false;
  bool isAsyncAtStatement_ = false;
  bool namesFollow_ = false;  // the next word is a name that let or const declares
};

}  // namespace

ModuleScan scanModule(std::string_view source, ScanGoal goal) {
  return ModuleScanner(source, goal).run();
}

}  // namespace weft::syntax
