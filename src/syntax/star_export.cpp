#include "syntax/star_export.h"

#include "syntax/matcher.h"

namespace weft::syntax {

namespace {

class LoopMatcher {
 public:
  LoopMatcher(Matcher& m, const std::function<bool(Matcher&)>& matchesExports)
      : m_(m), matchesExports_(matchesExports) {}

  bool match(std::string_view& variable) {
    if (!m_.eat("(") || !m_.identifier(variable_) || !m_.eat(")")) return false;
    variable = variable_;
    if (!m_.eat(".") || !m_.eat("forEach") || !m_.eat("(")) return false;
    if (!m_.eat("function") || !m_.eat("(") || !m_.identifier(key_) || !m_.eat(")") || !m_.eat("{")) return false;
    if (!m_.eat("if") || !m_.eat("(") || !m_.eat(key_)) return false;
    char next = m_.peek();
    if (next == '=' ? !matchReturnGuards() : !matchEnclosingGuard()) return false;
    return matchCopy() && m_.eat("}") && m_.eat(")");
  }

 private:
  // === "default" || key === "__esModule") return; and the guards that may follow
  bool matchReturnGuards() {
    if (!m_.eat("===") || !eatQuoted("default") || !m_.eat("||")) return false;
    if (!m_.eat(key_) || !m_.eat("===") || !eatQuoted("__esModule") || !matchReturn()) return false;
    if (!m_.eat("if")) return true;
    if (!m_.eat("(")) return false;
    const char* inside = m_.at();
    if (!matchHasOwnPropertyCall()) {
      m_.moveTo(inside);
      return matchSameValueGuard();
    }
    if (!matchReturn()) return false;
    if (!m_.eat("if")) return true;
    return m_.eat("(") && matchSameValueGuard();
  }

  // !== "default" && !Object.prototype.hasOwnProperty.call(x, key)), or && !x.hasOwnProperty(key))
  bool matchEnclosingGuard() {
    if (!m_.eat("!==") || !eatQuoted("default")) return false;
    if (!m_.eat("&")) return m_.eat(")");
    if (!m_.eat("&") || !m_.eat("!")) return false;
    const char* inside = m_.at();
    if (matchHasOwnPropertyCall()) return m_.eat(")");
    m_.moveTo(inside);
    return m_.identifier() && m_.eat(".") && m_.eat("hasOwnProperty") && m_.eat("(") && m_.eat(key_) && m_.eat(")") &&
           m_.eat(")");
  }

  // ) return;
  bool matchReturn() {
    if (!m_.eat(")") || !m_.eat("return")) return false;
    m_.eat(";");
    return true;
  }

  // Object.prototype.hasOwnProperty.call(x, key)
  bool matchHasOwnPropertyCall() {
    if (!m_.eat("Object") || !m_.eat(".")) return false;
    if (m_.eat("prototype") && !m_.eat(".")) return false;
    return m_.eat("hasOwnProperty") && m_.eat(".") && m_.eat("call") && m_.eat("(") && m_.identifier() && m_.eat(",") &&
           m_.eat(key_) && m_.eat(")");
  }

  // key in exports && exports[key] === x[key]) return;
  bool matchSameValueGuard() {
    return m_.eat(key_) && m_.eat("in ") && matchesExports_(m_) && m_.eat("&&") && matchesExports_(m_) && eatIndex() &&
           m_.eat("===") && m_.eat(variable_) && eatIndex() && matchReturn();
  }

  bool matchCopy() {
    const char* before = m_.at();
    if (matchesExports_(m_)) {  // exports[key] = x[key];
      if (!eatIndex() || !m_.eat("=") || !m_.eat(variable_) || !eatIndex()) return false;
      m_.eat(";");
      return true;
    }
    m_.moveTo(before);
    return matchDefineCopy();
  }

  // Object.defineProperty(exports, key, { enumerable: true, get: function () { return x[key]; } });
  bool matchDefineCopy() {
    if (!m_.eat("Object") || !m_.eat(".") || !m_.eat("defineProperty") || !m_.eat("(")) return false;
    if (!matchesExports_(m_) || !m_.eat(",") || !m_.eat(key_) || !m_.eat(",") || !m_.eat("{")) return false;
    if (!m_.eat("enumerable") || !m_.eat(":") || !m_.eat("true") || !m_.eat(",")) return false;
    if (!m_.eat("get") || !matchGetterHead(m_)) return false;
    if (!m_.eat("return") || !m_.eat(variable_) || !eatIndex() || !matchGetterTail(m_)) return false;
    m_.eat(";");
    return true;
  }

  bool eatIndex() { return m_.eat("[") && m_.eat(key_) && m_.eat("]"); }

  bool eatQuoted(std::string_view text) {
    std::string_view literal;
    return m_.string(literal) && literal.substr(1, literal.size() - 2) == text;
  }

  Matcher& m_;
  const std::function<bool(Matcher&)>& matchesExports_;
  std::string_view variable_;
  std::string_view key_;
};

}  // namespace

bool matchStarExportLoop(Matcher& m, std::string_view& variable, const std::function<bool(Matcher&)>& matchesExports) {
  return LoopMatcher(m, matchesExports).match(variable);
}

bool matchGetterHead(Matcher& m) {
  if (m.eat(":")) {
    if (!m.eat("function")) return false;
    if (m.peek() != '(' && !m.identifier()) return false;
  }
  return m.eat("(") && m.eat(")") && m.eat("{");
}

bool matchGetterTail(Matcher& m) {
  m.eat(";");
  if (!m.eat("}")) return false;
  m.eat(",");
  return m.eat("}") && m.eat(")");
}

}  // namespace weft::syntax
