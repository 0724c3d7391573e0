#include "base/file.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>

using namespace weft;

namespace {

struct TemporaryFolder {
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "weft-file-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path + "/" + name, std::ios::binary) << text;
    return path + "/" + name;
  }
  std::string path;
};

}  // namespace

TEST_CASE("a file is read whole") {
  TemporaryFolder folder;
  std::string big(300'000, 'x');
  CHECK(readFile(folder.write("a", "text\0with nul")).value() == std::string("text\0with nul"));
  CHECK(readFile(folder.write("b", big)).value() == big);
  CHECK(readFile(folder.write("empty", "")).value().empty());
}

TEST_CASE("files of unknown size are read to their end") {
  CHECK(readFile("/proc/self/status").value().starts_with("Name:"));
}

TEST_CASE("reading says what went wrong") {
  TemporaryFolder folder;
  CHECK(readFile(folder.path + "/none").error().message() ==
        "ENOENT: no such file or directory, open '" + folder.path + "/none'");
  CHECK(readFile(folder.path).error().message() ==
        "EISDIR: illegal operation on a directory, read '" + folder.path + "'");
  CHECK(readFile(folder.write("big", "123456"), 5).error().code == EFBIG);
}

TEST_CASE("kinds of files") {
  TemporaryFolder folder;
  std::string file = folder.write("file", "x");
  std::filesystem::create_symlink(file, folder.path + "/link");
  std::filesystem::create_symlink("nowhere", folder.path + "/dangling");
  CHECK(fileKind(file) == FileKind::File);
  CHECK(fileKind(folder.path) == FileKind::Directory);
  CHECK(fileKind(folder.path + "/link") == FileKind::File);
  CHECK(fileKind(folder.path + "/dangling") == FileKind::Missing);
  CHECK(fileKind(file + "/under") == FileKind::Missing);
  CHECK(fileKind("/dev/null") == FileKind::Other);
  CHECK(linkKind(folder.path + "/link").isSymbolicLink);
  CHECK_FALSE(linkKind(file).isSymbolicLink);
  CHECK(statFile(file)->size == 1);
  CHECK(statFile("/none/such").error().name() == "ENOENT");
}

TEST_CASE("real paths") {
  TemporaryFolder folder;
  std::string file = folder.write("file", "x");
  std::filesystem::create_symlink(file, folder.path + "/link");
  CHECK(realPath(folder.path + "/link").value() == realPath(file).value());
  CHECK(realPath(folder.path + "/none").error().code == ENOENT);
  CHECK(currentDirectory().value() == std::filesystem::current_path().string());
}
