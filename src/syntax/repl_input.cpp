#include "syntax/repl_input.h"

#include <algorithm>
#include <vector>

#include "syntax/module_scan.h"
#include "syntax/transform.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmedEnd(std::string_view text) {
  size_t last = text.find_last_not_of(kBlanks);
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

/// Whether more text could mend the fault.
bool isUnfinished(const Diagnostic& fault, std::string_view text) {
  std::string_view id = fault.id;
  std::string_view end = trimmedEnd(text);
  if (id == "unterminated-template" || id == "unterminated-comment") return true;
  if (id == "unterminated-string") return end.ends_with('\\');
  return fault.range.begin >= end.size();
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    if (c == '\n')
      out.append("\\n");
    else
      out.push_back(c);
  }
  return out + "\"";
}

class Rewriter {
 public:
  Rewriter(const Ast& ast, std::string_view text, bool isAsync)
      : ast_(ast), text_(text), isAsync_(isAsync), scan_(scanModule(text)) {}

  std::string run() {
    std::span<NodeId> body = ast_.list(ast_.body);
    for (size_t i = 0; i < body.size(); ++i) statement(body[i], i + 1 == body.size());
    std::string code = edited();
    if (!isAsync_) return code;
    std::string head = names_.empty() ? "" : "var " + names_ + "; ";
    return head + "(async () => { " + functions_ + code + "\n})()";
  }

 private:
  struct Edit {
    uint32_t begin, end;
    std::string text;
  };

  void statement(NodeId id, bool isLast) {
    const Node& node = ast_.node(id);
    switch (node.kind) {
      case NodeKind::Variables:
        return variables(ast_.as<VariableDeclaration>(id));
      case NodeKind::ClassDeclaration:
        return classDeclaration(ast_.as<Class>(id));
      case NodeKind::FunctionDeclaration:
        if (isAsync_) function(ast_.as<Function>(id));
        return;
      case NodeKind::Import:
        return import(ast_.as<ModuleDeclaration>(id));
      case NodeKind::ExpressionStatement:
        if (isAsync_ && isLast) replace(node.start, node.start, "return ");
        return;
      default:
        return;
    }
  }

  void replace(uint32_t begin, uint32_t end, std::string text) { edits_.push_back({begin, end, std::move(text)}); }

  void declare(Atom name) {
    if (!names_.empty()) names_.append(", ");
    names_.append(ast_.text(name));
  }

  /// Every name that a pattern binds.
  void declarePattern(NodeId id) {
    if (ast_.kindOf(id) == NodeKind::Identifier) return declare(ast_.as<Identifier>(id).name);
    if (ast_.kindOf(id) == NodeKind::AssignmentPattern) return declarePattern(ast_.as<BinaryExpression>(id).left);
    if (ast_.kindOf(id) == NodeKind::Property) return declarePattern(ast_.as<Property>(id).value);
    forEachChild(ast_, id, [&](NodeId& child) { declarePattern(child); });
  }

  void variables(const VariableDeclaration& node) {
    auto kind = static_cast<VariableKind>(node.detail);
    if (kind == VariableKind::Using || kind == VariableKind::AwaitUsing) return;
    constexpr uint32_t kLetOrVar = 3;
    constexpr uint32_t kConst = 5;
    uint32_t end = node.start + (kind == VariableKind::Const ? kConst : kLetOrVar);
    replace(node.start, end, isAsync_ ? "void 0," : "var");
    for (NodeId id : ast_.list(node.declarators)) {
      const auto& declarator = ast_.as<BinaryExpression>(id);
      if (isAsync_) declarePattern(declarator.left);
      bool isBare = !declarator.right && ast_.kindOf(declarator.left) == NodeKind::Identifier;
      if (!isBare || kind == VariableKind::Var) continue;
      // It begins anew.
      const auto& target = ast_.as<Identifier>(declarator.left);
      uint32_t nameEnd = target.start + static_cast<uint32_t>(ast_.text(target.name).size());
      if (!target.has(kEscaped)) replace(nameEnd, nameEnd, " = undefined");
    }
  }

  void classDeclaration(const Class& node) {
    if (!node.name) return;
    Atom name = ast_.as<Identifier>(node.name).name;
    if (isAsync_) declare(name);
    replace(node.start, node.start, (isAsync_ ? "" : "var ") + std::string(ast_.text(name)) + " = ");
    replace(node.end, node.end, ";");
  }

  void function(const Function& node) {
    if (!node.name) return;
    std::string name(ast_.text(ast_.as<Identifier>(node.name).name));
    functions_ += "globalThis." + name + " = " + name + "; ";
  }

  void import(const ModuleDeclaration& node) {
    const ModuleRequest* request = nullptr;
    for (const ModuleRequest& each : scan_.requests)
      if (each.isStatic() && each.range.begin == node.start) request = &each;
    if (!request) return;
    std::string call = "await import(" + quoted(request->specifier);
    for (size_t i = 0; i < request->attributes.size(); ++i) {
      call += i == 0 ? ", { with: { " : ", ";
      call += quoted(request->attributes[i].key) + ": " + quoted(request->attributes[i].value);
    }
    call += request->attributes.empty() ? ")" : " } })";
    std::string pattern = importPattern(node);
    if (node.namespaceName) {
      Atom name = ast_.as<Identifier>(node.namespaceName).name;
      declare(name);
      call = std::string(ast_.text(name)) + " = " + call;
      if (!pattern.empty()) call += ", " + pattern + " = " + std::string(ast_.text(name));
    } else if (!pattern.empty()) {
      call = pattern + " = " + call;
    }
    replace(request->range.begin, request->range.end, "void (" + call + ")");
  }

  /// `import d, { a as b }` as `{ "default": d, "a": b }`.
  std::string importPattern(const ModuleDeclaration& node) {
    std::string pattern;
    auto add = [&](std::string_view outer, NodeId inner) {
      Atom name = ast_.as<Identifier>(inner).name;
      declare(name);
      pattern += (pattern.empty() ? "{ " : ", ") + quoted(outer) + ": " + std::string(ast_.text(name));
    };
    if (node.defaultName) add("default", node.defaultName);
    for (NodeId id : ast_.list(node.specifiers)) {
      const auto& specifier = ast_.as<ModuleSpecifier>(id);
      bool isString = ast_.kindOf(specifier.outer) == NodeKind::String;
      add(isString ? ast_.text(ast_.as<StringLiteral>(specifier.outer).value) : outerName(specifier), specifier.inner);
    }
    return pattern.empty() ? pattern : pattern + " }";
  }

  std::string_view outerName(const ModuleSpecifier& specifier) const {
    if (!specifier.outer) return ast_.text(ast_.as<Identifier>(specifier.inner).name);
    return ast_.text(ast_.as<Name>(specifier.outer).name);
  }

  std::string edited() {
    std::ranges::stable_sort(edits_, {}, &Edit::begin);
    std::string out;
    uint32_t copied = 0;
    for (const Edit& edit : edits_) {
      out.append(text_.substr(copied, edit.begin - copied)).append(edit.text);
      copied = edit.end;
    }
    return out.append(text_.substr(copied));
  }

  const Ast& ast_;
  std::string_view text_;
  bool isAsync_;
  ModuleScan scan_;
  std::vector<Edit> edits_;
  std::string names_, functions_;
};

bool hasImports(const Ast& ast) {
  return std::ranges::any_of(ast.list(ast.body), [&](NodeId id) { return ast.kindOf(id) == NodeKind::Import; });
}

/// JavaScript with the faults of a module, unless it has none as a script.
std::optional<std::string> rewritten(const std::string& text, bool& isAsync) {
  SourceText source("repl.js", text);
  for (SourceGoal goal : {SourceGoal::Module, SourceGoal::Script}) {
    ParseOptions options;
    options.goal = goal;
    Log log;
    Ast ast = parse(source, options, log);
    if (log.hasErrors()) continue;
    isAsync = goal == SourceGoal::Module && (ast.hasTopLevelAwait || hasImports(ast));
    return Rewriter(ast, source.text(), isAsync).run();
  }
  return std::nullopt;
}

std::optional<std::string> javaScript(const SourceText& source, Dialect dialect, Log& log) {
  TransformOptions options;
  options.parse.goal = SourceGoal::Module;
  options.parse.dialect = dialect;
  options.target = runtimeTarget();
  options.lower.verbatimModuleSyntax = true;
  options.mayErase = options.mayBeScript = true;
  std::optional<Transformed> result = transform(source, options, log);
  if (!result) return std::nullopt;
  return std::move(result->code);
}

}  // namespace

ReplInput replInput(const std::string& text, Dialect dialect) {
  // What begins with a brace is an object if it can be one.
  size_t first = text.find_first_not_of(kBlanks);
  if (first != std::string::npos && text[first] == '{' && !trimmedEnd(text).ends_with(';')) {
    SourceText object("repl.ts", "(" + text + "\n)");
    Log ignored;
    bool isAsync = false;
    if (auto code = javaScript(object, dialect, ignored))
      if (auto script = rewritten(*code, isAsync))
        return {ReplInput::Status::Complete, std::move(*script), isAsync, {}, {}};
  }
  SourceText source("repl.ts", text);
  Log log;
  std::optional<std::string> code = javaScript(source, dialect, log);
  if (!code) {
    const Diagnostic& fault = log.diagnostics().front();
    if (isUnfinished(fault, source.text())) return {ReplInput::Status::Incomplete, {}, false, {}, {}};
    LineColumn at = source.lines().positionAt(fault.range.begin);
    std::string frame = renderCodeFrame(source, at, fault.range.end - fault.range.begin, {});
    return {ReplInput::Status::Invalid, {}, false, fault.message, std::move(frame)};
  }
  ReplInput input;
  if (auto script = rewritten(*code, input.isAsync))
    input.code = std::move(*script);
  else
    input.code = std::move(*code);  // the engine says what is wrong
  return input;
}

}  // namespace weft::syntax
