#pragma once

// What the tokens so far let one expect of the next: whether a slash begins a regular expression, a brace a
// block, and whether the place is inside a function. It stands in for a parser, on an explicit stack of brackets.
//
// Exact for programs that parse, but for these: `yield` is always an operator; an expression body of an arrow
// function ends at a comma, a semicolon, its bracket, or a line break before a word.

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::syntax {

enum class Expect : uint8_t {
  Statement,  // a statement, or the operand it begins with
  Operand,
  Operator,  // an operand has ended
  Key,       // a member's name, in an object literal or a class
  AfterKey,
};

enum class FrameKind : uint8_t { TopLevel, Block, Function, Class, Object, Parenthesis, Bracket, Template };

/// Of `function` and `class`, between the word and its body.
enum class HeadKind : uint8_t { None, Declaration, Expression };

struct Frame {
  FrameKind kind = FrameKind::TopLevel;
  Expect after = Expect::Statement;  // once it is closed
  HeadKind functionHead = HeadKind::None;
  HeadKind classHead = HeadKind::None;
  bool isInsideFunction = false;
  bool isArrowBody = false;             // what follows belongs to an arrow function's expression body
  bool isParameters = false;            // of a Parenthesis: a function body follows it
  bool isCondition = false;             // of a Parenthesis: if, while, for, with, switch, catch
  bool declaresNames = false;           // in a let or const declaration
  Expect afterBody = Expect::Operator;  // of isParameters
  uint32_t openTernaries = 0;
  uint32_t arrowTernaries = 0;  // openTernaries where isArrowBody began

  [[nodiscard]] bool isStatementList() const {
    return kind == FrameKind::TopLevel || kind == FrameKind::Block || kind == FrameKind::Function;
  }
};

class TokenContext {
 public:
  TokenContext() : frames_(1) {}

  [[nodiscard]] Expect expect() const { return expect_; }
  void setExpect(Expect expect) { expect_ = expect; }
  [[nodiscard]] Frame& top() { return frames_.back(); }
  [[nodiscard]] bool isTopLevel() const { return frames_.size() == 1; }
  /// Parentheses, braces and template substitutions that are open (not square brackets).
  [[nodiscard]] uint32_t openDepth() const { return openDepth_; }
  /// An `await` here belongs to the module.
  [[nodiscard]] bool isOutsideFunctions() const {
    return !frames_.back().isInsideFunction && !frames_.back().isArrowBody;
  }
  [[nodiscard]] bool slashBeginsRegularExpression() const {
    return expect_ != Expect::Operator && expect_ != Expect::AfterKey;
  }

  /// Before a word or literal: sees where a line break ended a statement.
  void beforeOperand(bool hasLineEndBefore);
  void beginStatement();

  void openParenthesis(bool isCondition);
  void openBracket();
  void openBrace();
  void openTemplate();
  /// False where nothing of that kind is open.
  [[nodiscard]] bool closeParenthesis();
  [[nodiscard]] bool closeBracket();
  /// `wasTemplate`: the brace ended a substitution, and the template goes on.
  [[nodiscard]] bool closeBrace(bool& wasTemplate);

  void semicolon();
  void comma();
  void colon();
  void question();
  void arrow();
  void operatorToken();  // any binary or prefix operator
  /// Each token that is neither `{` nor white space: forgets that a body could follow.
  void clearBody() { body_.reset(), isAfterArrow_ = false; }

 private:
  void push(FrameKind kind, Expect after, Expect inside);
  bool pop(FrameKind kind);

  std::vector<Frame> frames_;
  Expect expect_ = Expect::Statement;
  std::optional<Expect> body_;  // a function body may follow, with what is expected after it
  bool isAfterArrow_ = false;
  uint32_t openDepth_ = 0;
};

}  // namespace weft::syntax
