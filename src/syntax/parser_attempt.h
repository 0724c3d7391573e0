#pragma once

// Trying to parse: what fails leaves no trace.

#include "syntax/parser_impl.h"

namespace weft::syntax {

/// Calls `parse`; if it gives false or meets a fault, everything is as before, and the answer is false.
/// What was too deep to try is too deep, however it is read: that ends parsing.
template <typename Attempt>
bool Parser::attempt(Attempt&& parse) {
  if (reporter_.hasStopped()) return false;
  Lexer::State state = lexer_.save();
  FunctionState function = function_;
  ArrowHazards hazards = hazards_;
  size_t list = listScratch_.size();
  size_t labels = labels_.size();
  size_t declared = privateDeclared_.size();
  size_t used = privateUsed_.size();
  size_t names = exportedNames_.size();
  size_t locals = exportedLocals_.size();
  size_t erasures = ast_.erasures.size();
  size_t code = ast_.typeScriptCode.size();
  size_t identifiers = ast_.identifiers.size();
  uint32_t scopeCount = scopes_.scopeCount();
  uint32_t symbolCount = scopes_.symbolCount();
  uint32_t errors = reporter_.count();
  char* memory = ast_.arena().mark();
  bool hadAwait = ast_.hasTopLevelAwait;
  reporter_.beginAttempt();
  bool isGood = parse();
  isGood = isGood && reporter_.count() == errors && !reporter_.hasStopped();
  reporter_.endAttempt(errors);
  if (isGood) return true;
  lexer_.restore(state);
  function_ = function;
  hazards_ = hazards;
  listScratch_.resize(list);
  labels_.resize(labels);
  privateDeclared_.resize(declared);
  privateUsed_.resize(used);
  exportedNames_.resize(names);
  exportedLocals_.resize(locals);
  ast_.erasures.resize(erasures);
  ast_.typeScriptCode.resize(code);
  ast_.identifiers.resize(identifiers);
  scopes_.rewind(scopeCount, symbolCount);
  ast_.hasTopLevelAwait = hadAwait;
  ast_.arena().rewind(memory);
  if (isExhausted_) reportTooDeep();
  return false;
}

}  // namespace weft::syntax
