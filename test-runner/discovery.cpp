#include "test-runner/discovery.h"

#include <dirent.h>
#include <fcntl.h>
#include <regex.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/paths.h"

namespace weft::test {

namespace {

bool isScript(std::string_view extension) {
  for (std::string_view known : {"js", "ts", "jsx", "tsx", "mjs", "cjs", "mts", "cts"})
    if (extension == known) return true;
  return false;
}

/// JavaScript's spelling of what POSIX writes otherwise.
std::string posixPattern(std::string_view source) {
  std::string out;
  for (size_t i = 0; i < source.size(); ++i) {
    if (source.substr(i).starts_with("(?:")) {
      out += '(';
      i += 2;
    } else if (source[i] == '\\' && i + 1 < source.size()) {
      char next = source[++i];
      if (next == 'd')
        out += "[0-9]";
      else if (next == 'w')
        out += "[A-Za-z0-9_]";
      else if (next == 's')
        out += "[[:space:]]";
      else if (next == '/' || next == '-')
        out += next;
      else
        (out += '\\') += next;
    } else {
      out += source[i];
    }
  }
  return out;
}

class Walk {
 public:
  Walk(Dots dots, const std::function<bool(const std::string&)>& isWanted, std::vector<std::string>& found)
      : dots_(dots), isWanted_(isWanted), found_(found) {}

  void run(const std::string& root) {
    std::vector<std::string> waiting{root == "/" ? "" : root};
    while (!waiting.empty()) {
      std::string folder = std::move(waiting.back());
      waiting.pop_back();
      look(folder, waiting);
    }
  }

 private:
  void look(const std::string& folder, std::vector<std::string>& waiting) {
    DIR* stream = opendir(folder.empty() ? "/" : folder.c_str());
    if (!stream) return;
    while (const dirent* entry = readdir(stream)) {
      std::string_view name = entry->d_name;
      unsigned char type = entry->d_type;
      if (name == "." || name == "..") continue;
      std::string path = folder + "/";
      path += name;
      if (type == DT_UNKNOWN) type = typeOf(path);
      if (type == DT_DIR) {
        bool isPassedOver = name == "node_modules" || name == ".git" || (name[0] == '.' && dots_ == Dots::Without);
        if (!isPassedOver) waiting.push_back(std::move(path));
      } else if ((type == DT_REG || type == DT_LNK) && isWanted_(path)) {
        // A link to a folder is not followed: it may lead back here.
        if (type == DT_REG || fileKind(path) == FileKind::File) found_.push_back(std::move(path));
      }
    }
    closedir(stream);
  }

  static unsigned char typeOf(const std::string& path) {
    LinkKind link = linkKind(path);
    if (link.isSymbolicLink) return DT_LNK;
    return link.kind == FileKind::Directory ? DT_DIR : link.kind == FileKind::File ? DT_REG : DT_UNKNOWN;
  }

  Dots dots_;
  const std::function<bool(const std::string&)>& isWanted_;
  std::vector<std::string>& found_;
};

}  // namespace

struct PathPattern::Compiled {
  regex_t expression;
};

std::optional<PathPattern> PathPattern::of(std::string_view source) {
  auto* compiled = new Compiled;
  if (regcomp(&compiled->expression, posixPattern(source).c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
    delete compiled;
    return std::nullopt;
  }
  return PathPattern(compiled);
}

PathPattern::PathPattern(PathPattern&& other) noexcept : compiled_(std::exchange(other.compiled_, nullptr)) {}

PathPattern& PathPattern::operator=(PathPattern&& other) noexcept {
  std::swap(compiled_, other.compiled_);
  return *this;
}

PathPattern::~PathPattern() {
  if (!compiled_) return;
  regfree(&compiled_->expression);
  delete compiled_;
}

bool PathPattern::isIn(const std::string& path) const {
  return regexec(&compiled_->expression, path.c_str(), 0, nullptr, 0) == 0;
}

bool hasUsualTestName(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !isScript(name.substr(dot + 1))) return false;
  std::string_view stem = name.substr(0, dot);
  for (std::string_view word : {"test", "spec"}) {
    if (!stem.ends_with(word)) continue;
    if (stem.size() == word.size()) return true;
    char before = stem[stem.size() - word.size() - 1];
    if (before == '.' || before == '_') return true;
  }
  return path.find("/__tests__/") != std::string_view::npos && !stem.ends_with(".d");
}

std::vector<std::string> findFiles(const std::string& folder, Dots dots,
                                   const std::function<bool(const std::string&)>& isWanted) {
  std::vector<std::string> found;
  Walk(dots, isWanted, found).run(folder);
  std::ranges::sort(found);
  return found;
}

PathFilter::PathFilter(const std::vector<std::string>& words, const std::string& here) : here_(here) {
  for (const std::string& text : words) {
    Word word{text, "", "", std::nullopt};
    std::string path = paths::resolve(here, text);
    FileKind kind = fileKind(path);
    if (kind == FileKind::File) {
      word.exact = path;
      files_.push_back(path);
    } else if (kind == FileKind::Directory) {
      word.folder = path == "/" ? path : path + "/";
    } else if (text.find_first_of("*?[{") != std::string::npos) {
      word.glob.emplace(path);
    }
    words_.push_back(std::move(word));
  }
}

bool PathFilter::matches(const Word& word, const std::string& path) const {
  if (!word.exact.empty()) return path == word.exact;
  if (!word.folder.empty()) return path.starts_with(word.folder);
  if (word.glob) return word.glob->matches(path);
  bool isHere = path.starts_with(here_ + "/");
  std::string_view shown = isHere ? std::string_view(path).substr(here_.size() + 1) : std::string_view(path);
  std::string_view text = word.text;
  if (text.starts_with("./")) text.remove_prefix(2);
  return shown.find(text) != std::string_view::npos;
}

bool PathFilter::matches(const std::string& path) const {
  return words_.empty() || std::ranges::any_of(words_, [&](const Word& word) { return matches(word, path); });
}

std::vector<std::string> PathFilter::unmatched(const std::vector<std::string>& paths) const {
  std::vector<std::string> out;
  for (const Word& word : words_)
    if (std::ranges::none_of(paths, [&](const std::string& path) { return matches(word, path); }))
      out.push_back(word.text);
  return out;
}

}  // namespace weft::test
