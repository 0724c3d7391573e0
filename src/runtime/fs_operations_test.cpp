#include "runtime/fs_operations.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>

using namespace weft;
using namespace weft::runtime;

namespace {

struct Folder {
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "weft-fs-XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  NativePath operator/(const std::string& name) const { return {path + "/" + name}; }
  NativePath write(const std::string& name, const std::string& text) const {
    std::ofstream(path + "/" + name, std::ios::binary) << text;
    return *this / name;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string path;
};

WriteData text(std::string s) {
  return {std::move(s), {}};
}

}  // namespace

TEST_CASE("a file is written and read whole") {
  Folder folder;
  NativePath path = folder / "f";
  REQUIRE(fs::writeFile({-1, path.bytes}, text("hello"), O_WRONLY | O_CREAT | O_TRUNC, 0600, true));
  REQUIRE(fs::writeFile({-1, path.bytes}, text("!"), O_WRONLY | O_APPEND, 0600, false));
  auto content = fs::readFile({-1, path.bytes}, -1, O_RDONLY);
  REQUIRE(content);
  CHECK(std::string(content->bytes.span().begin(), content->bytes.span().begin() + content->used) == "hello!");
  REQUIRE(fs::writeFile({-1, path.bytes}, text("bye"), O_WRONLY | O_CREAT | O_TRUNC, 0600, false));
  CHECK(folder.read("f") == "bye");
  REQUIRE(fs::writeFile({-1, path.bytes}, text(""), O_WRONLY | O_CREAT | O_TRUNC, 0600, false));
  CHECK(folder.read("f").empty());
  auto missing = fs::readFile({-1, path.bytes + "x"}, -1, O_RDONLY);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message() == "ENOENT: no such file or directory, open '" + path.bytes + "x'");
}

TEST_CASE("a file without a size is read to its end") {
  auto content = fs::readFile({-1, "/proc/self/status"}, -1, O_RDONLY);
  REQUIRE(content);
  CHECK(content->used > 100);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "abc", 3) == 3);
  ::close(ends[1]);
  auto piped = fs::readFile({ends[0], {}}, -1, 0);
  REQUIRE(piped);
  CHECK(piped->used == 3);
  ::close(ends[0]);
}

TEST_CASE("mkdirRecursive tells the first directory that it made") {
  Folder folder;
  auto made = fs::mkdirRecursive(folder / "a/b/c", 0777);
  REQUIRE(made);
  CHECK(*made == folder.path + "/a");
  made = fs::mkdirRecursive(folder / "a/b", 0777);
  REQUIRE(made);
  CHECK_FALSE(made->has_value());
  folder.write("file", "");
  CHECK(fs::mkdirRecursive(folder / "file", 0777).error().code == EEXIST);
  CHECK(fs::mkdirRecursive(folder / "file/x/y", 0777).error().code == ENOTDIR);
}

TEST_CASE("removeTree takes away links and leaves what they point at") {
  Folder folder;
  REQUIRE(fs::mkdirRecursive(folder / "tree/deep/er", 0777));
  REQUIRE(fs::mkdir(folder / "keep", 0777));
  folder.write("keep/precious", "1");
  folder.write("tree/deep/er/f", "1");
  REQUIRE(fs::symlink({"../../keep"}, folder / "tree/deep/link"));
  REQUIRE(fs::symlink(folder / "keep", folder / "out"));
  REQUIRE(fs::removeTree(folder / "tree", 0, 0));
  REQUIRE(fs::removeTree(folder / "out", 0, 0));
  REQUIRE(fs::removeTree(folder / "none", 0, 0));
  CHECK(folder.read("keep/precious") == "1");
  CHECK_FALSE(std::filesystem::exists(folder.path + "/tree"));
}

TEST_CASE("readdir sorts, goes level by level, and follows no link") {
  Folder folder;
  REQUIRE(fs::mkdirRecursive(folder / "d/sub", 0777));
  folder.write("d/b", "");
  folder.write("d/sub/x", "");
  REQUIRE(fs::symlink({"."}, folder / "d/a"));
  auto names = fs::readdir(folder / "d", NameForm::Text, true, true);
  REQUIRE(names);
  CHECK(names->names == std::vector<std::string>{"a", "b", "sub", "sub/x"});
  CHECK(*names->types == std::vector<uint8_t>{3, 1, 2, 1});
  CHECK(fs::readdir(folder / "d/b", NameForm::Text, false, false).error().syscall == std::string("scandir"));
}

TEST_CASE("copyFile keeps content and mode, and refuses when told to") {
  Folder folder;
  std::string large(300'000, 'q');
  NativePath from = folder.write("from", large);
  REQUIRE(fs::chmod(from, 0640));
  REQUIRE(fs::copyFile(from, folder / "to", 0));
  CHECK(folder.read("to") == large);
  struct ::stat info;
  REQUIRE(::stat((folder / "to").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0640);
  CHECK(fs::copyFile(from, folder / "to", 1).error().code == EEXIST);
  CHECK(fs::copyFile(from, folder / "none/to", 0).error().code == ENOENT);
  REQUIRE(fs::copyFile(from, from, 0));
  CHECK(folder.read("from") == large);
}

TEST_CASE("stat fills numbers of either kind") {
  Folder folder;
  NativePath path = folder.write("f", "12345");
  double numbers[18];
  js::Bytes into{true, reinterpret_cast<uint8_t*>(numbers), sizeof numbers, js::ElementType::Float64};
  REQUIRE(fs::utimes(path, 1000.5, -1.25));
  REQUIRE(fs::stat(path, into));
  CHECK(numbers[8] == 5);
  CHECK(numbers[10] * 1000 + numbers[11] / 1e6 == 1000500);
  CHECK(numbers[12] * 1000 + numbers[13] / 1e6 == -1250);
  int64_t integers[18];
  into = {true, reinterpret_cast<uint8_t*>(integers), sizeof integers, js::ElementType::BigInt64};
  REQUIRE(fs::lstat(path, into));
  CHECK(integers[8] == 5);
  CHECK(integers[12] == -2);
  CHECK(fs::tryStat(folder / "none", into) == false);
  // An array that is too short is not written past its end.
  into.size = 16;
  integers[2] = 77;
  REQUIRE(fs::stat(path, into));
  CHECK(integers[2] == 77);
}
