#pragma once

// For tests: a temporary folder filled from a table, removed at the end.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace weft::graph {

class TestTree {
 public:
  using Files = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  explicit TestTree(Files files = {}) {
    std::string pattern = std::filesystem::canonical(std::filesystem::temp_directory_path()) / "weft-graph-XXXXXX";
    root_ = ::mkdtemp(pattern.data());
    for (const auto& [name, text] : files) write(name, text);
  }
  ~TestTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TestTree(const TestTree&) = delete;
  TestTree& operator=(const TestTree&) = delete;

  void write(std::string_view name, std::string_view text) const {
    std::string file = path(name);
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  void link(std::string_view target, std::string_view name) const {
    std::string file = path(name);
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::filesystem::create_symlink(target, file);
  }

  [[nodiscard]] std::string path(std::string_view name) const { return root_ + "/" + std::string(name); }
  [[nodiscard]] const std::string& root() const { return root_; }
  /// A path or message without the folder's own name.
  [[nodiscard]] std::string strip(std::string text) const {
    for (size_t at; (at = text.find(root_)) != std::string::npos;) text.erase(at, root_.size());
    return text;
  }

 private:
  std::string root_;
};

}  // namespace weft::graph
