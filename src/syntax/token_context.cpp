#include "syntax/token_context.h"

#include <algorithm>

namespace weft::syntax {

void TokenContext::push(FrameKind kind, Expect after, Expect inside) {
  const Frame& outer = frames_.back();
  Frame frame;
  frame.kind = kind;
  frame.after = after;
  frame.isInsideFunction =
      outer.isInsideFunction || outer.isArrowBody || kind == FrameKind::Function || kind == FrameKind::Class;
  frames_.push_back(frame);
  if (kind != FrameKind::Bracket) ++openDepth_;
  expect_ = inside;
}

bool TokenContext::pop(FrameKind kind) {
  if (frames_.back().kind != kind) return false;
  expect_ = frames_.back().after;
  frames_.pop_back();
  if (kind != FrameKind::Bracket) --openDepth_;
  return true;
}

void TokenContext::beginStatement() {
  Frame& frame = frames_.back();
  frame.isArrowBody = false;
  frame.declaresNames = false;
  frame.openTernaries = 0;
  frame.functionHead = frame.classHead = HeadKind::None;
  expect_ = Expect::Statement;
}

void TokenContext::beforeOperand(bool hasLineEndBefore) {
  const Frame& frame = frames_.back();
  if (expect_ == Expect::Statement) {
    if (frame.isStatementList()) beginStatement();
  } else if (expect_ == Expect::Operator) {
    if (frame.kind == FrameKind::Class) {
      expect_ = Expect::Key;  // a field's value has ended
    } else if (hasLineEndBefore && frame.isStatementList() && frame.classHead == HeadKind::None &&
               frame.functionHead == HeadKind::None) {
      beginStatement();
    }
  }
}

void TokenContext::openParenthesis(bool isCondition) {
  Frame& outer = frames_.back();
  bool isMethod = expect_ == Expect::AfterKey || expect_ == Expect::Key;
  bool isParameters = isMethod || outer.functionHead != HeadKind::None;
  Expect afterBody = Expect::Operator;
  if (outer.functionHead == HeadKind::Declaration) afterBody = Expect::Statement;
  if (isMethod && outer.kind == FrameKind::Class) afterBody = Expect::Key;
  outer.functionHead = HeadKind::None;
  push(FrameKind::Parenthesis, isCondition ? Expect::Statement : Expect::Operator, Expect::Operand);
  Frame& frame = frames_.back();
  frame.isCondition = isCondition;
  frame.isParameters = isParameters;
  frame.afterBody = afterBody;
}

bool TokenContext::closeParenthesis() {
  Frame frame = frames_.back();
  if (!pop(FrameKind::Parenthesis)) return false;
  if (frame.isParameters) body_ = frame.afterBody;
  return true;
}

void TokenContext::openBracket() {
  bool isKey = expect_ == Expect::Key || expect_ == Expect::AfterKey;
  if (expect_ == Expect::Statement && frames_.back().isStatementList()) beginStatement();
  push(FrameKind::Bracket, isKey ? Expect::AfterKey : Expect::Operator, Expect::Operand);
}

bool TokenContext::closeBracket() {
  return pop(FrameKind::Bracket);
}

void TokenContext::openTemplate() {
  push(FrameKind::Template, Expect::Operator, Expect::Operand);
}

void TokenContext::openBrace() {
  Frame& outer = frames_.back();
  if (body_) {
    Expect after = *body_;
    clearBody();
    return push(FrameKind::Function, after, Expect::Statement);
  }
  if (isAfterArrow_) {
    clearBody();
    outer.isArrowBody = false;
    Expect after = outer.isStatementList()          ? Expect::Statement
                   : outer.kind == FrameKind::Class ? Expect::Key
                                                    : Expect::Operator;
    return push(FrameKind::Function, after, Expect::Statement);
  }
  if (outer.classHead != HeadKind::None && expect_ == Expect::Operator) {
    Expect after = outer.classHead == HeadKind::Declaration ? Expect::Statement : Expect::Operator;
    outer.classHead = HeadKind::None;
    return push(FrameKind::Class, after, Expect::Key);
  }
  if (outer.kind == FrameKind::Class && expect_ == Expect::AfterKey)
    return push(FrameKind::Function, Expect::Key, Expect::Statement);  // static { … }
  if (expect_ == Expect::Operand) return push(FrameKind::Object, Expect::Operator, Expect::Key);
  if (outer.isStatementList()) beginStatement();
  push(FrameKind::Block, outer.isStatementList() ? Expect::Statement : Expect::Operator, Expect::Statement);
}

bool TokenContext::closeBrace(bool& wasTemplate) {
  FrameKind kind = frames_.back().kind;
  wasTemplate = kind == FrameKind::Template;
  if (kind == FrameKind::TopLevel || kind == FrameKind::Parenthesis || kind == FrameKind::Bracket) return false;
  return pop(kind);
}

void TokenContext::semicolon() {
  const Frame& frame = frames_.back();
  if (frame.kind == FrameKind::Class) {
    beginStatement();
    expect_ = Expect::Key;
  } else if (frame.isStatementList()) {
    beginStatement();
  } else {
    expect_ = Expect::Operand;
  }
}

void TokenContext::comma() {
  Frame& frame = frames_.back();
  frame.isArrowBody = false;
  expect_ = frame.kind == FrameKind::Object || frame.kind == FrameKind::Class ? Expect::Key : Expect::Operand;
}

void TokenContext::colon() {
  Frame& frame = frames_.back();
  if (frame.openTernaries > 0) {
    --frame.openTernaries;
    if (frame.isArrowBody && frame.openTernaries < frame.arrowTernaries) frame.isArrowBody = false;
    expect_ = Expect::Operand;
    return;
  }
  expect_ = frame.isStatementList() ? Expect::Statement : Expect::Operand;  // a label or a case
}

void TokenContext::question() {
  ++frames_.back().openTernaries;
  expect_ = Expect::Operand;
}

void TokenContext::arrow() {
  Frame& frame = frames_.back();
  frame.isArrowBody = true;
  frame.arrowTernaries = frame.openTernaries;
  isAfterArrow_ = true;
  expect_ = Expect::Operand;
}

void TokenContext::operatorToken() {
  expect_ = Expect::Operand;
}

}  // namespace weft::syntax
