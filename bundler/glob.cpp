#include "bundler/glob.h"

#include <dirent.h>

#include <algorithm>
#include <memory>

#include "base/file.h"
#include "base/paths.h"

namespace weft::bundler {

using namespace syntax;

namespace {

/// Texts of "a" + b + `c${d}`; what is computed stands between them.
class Pieces {
 public:
  explicit Pieces(const Ast& ast) : ast_(ast) {}

  void add(NodeId id) {
    switch (ast_.kindOf(id)) {
      case NodeKind::String:
        texts.back() += ast_.text(ast_.as<StringLiteral>(id).value);
        return;
      case NodeKind::Template: {
        const auto& it = ast_.as<TemplateLiteral>(id);
        auto elements = ast_.list(it.elements);
        auto expressions = ast_.list(it.expressions);
        for (size_t i = 0; i < elements.size(); ++i) {
          texts.back() += ast_.text(ast_.as<TemplateElement>(elements[i]).cooked);
          if (i < expressions.size()) add(expressions[i]);
        }
        return;
      }
      case NodeKind::Binary: {
        const auto& it = ast_.as<BinaryExpression>(id);
        if (it.op != TokenKind::Plus || ++depth_ > kMostNested) break;
        add(it.left);
        return add(it.right);
      }
      default:
        break;
    }
    if (!texts.back().empty()) texts.emplace_back();
  }

  std::vector<std::string> texts = {""};

 private:
  static constexpr int kMostNested = 100;

  const Ast& ast_;
  int depth_ = 0;
};

/// The end of `glob` from its `index`-th text on, where something computed stands before it.
bool matches(std::string_view path, const std::vector<std::string>& glob, size_t index) {
  const std::string& text = glob[index];
  bool mayHaveSlash = glob[index - 1].ends_with('/');
  for (size_t length = 0; length <= path.size(); ++length) {
    std::string_view rest = path.substr(length);
    if (rest.starts_with(text)) {
      if (index + 1 == glob.size() ? rest.size() == text.size() : matches(rest.substr(text.size()), glob, index + 1))
        return true;
    }
    if (length < path.size() && path[length] == '/' && !mayHaveSlash) return false;
  }
  return false;
}

class Finder {
 public:
  explicit Finder(const std::vector<std::string>& glob) : glob_(glob) {}

  /// `shown`: how the program calls the folder.
  void look(const std::string& folder, const std::string& shown, int depth) {
    constexpr int kDeepest = 64;
    std::unique_ptr<DIR, decltype(&::closedir)> directory(::opendir(folder.c_str()), &::closedir);
    if (!directory || depth > kDeepest) return;
    while (dirent* entry = ::readdir(directory.get())) {
      std::string name = entry->d_name;
      if (name.starts_with('.') || name == "node_modules") continue;
      FileKind kind = fileKind(folder + "/" + name);
      std::string path = shown + name;
      if (kind == FileKind::Directory) look(folder + "/" + name, path + "/", depth + 1);
      if (kind == FileKind::File && path.starts_with(glob_[0]) &&
          matches(std::string_view(path).substr(glob_[0].size()), glob_, 1))
        found.push_back(std::move(path));
    }
  }

  std::vector<std::string> found;

 private:
  const std::vector<std::string>& glob_;
};

}  // namespace

std::optional<std::vector<std::string>> globOf(const Ast& ast, NodeId name) {
  NodeKind kind = ast.kindOf(name);
  if (kind != NodeKind::Template && kind != NodeKind::Binary) return std::nullopt;
  Pieces pieces(ast);
  pieces.add(name);
  bool isPath = pieces.texts[0].starts_with("./") || pieces.texts[0].starts_with("../");
  constexpr size_t kMostTexts = 9;
  if (pieces.texts.size() < 2 || pieces.texts.size() > kMostTexts || !isPath) return std::nullopt;
  return std::move(pieces.texts);
}

std::vector<std::string> filesOf(const std::vector<std::string>& glob, const std::string& folder) {
  std::string shown = glob[0].substr(0, glob[0].rfind('/') + 1);
  Finder finder(glob);
  finder.look(paths::resolve(folder, shown), shown, 0);
  std::ranges::sort(finder.found);
  return std::move(finder.found);
}

}  // namespace weft::bundler
