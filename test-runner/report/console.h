#pragma once

// Where people read: stdout and stderr, with colours if wanted, and on a terminal one line at the bottom that says how
// far the run is. Never loses text; when the other end is closed it says so and writes no more.

#include <cstdint>
#include <string>
#include <string_view>

namespace weft::test {

/// Attributes of a text, as SGR has them.
enum class Paint : uint8_t { Bold, Dim, Red, Green, Yellow, Cyan, Badge };

class Console {
 public:
  struct Options {
    bool isColoured = false;
    bool hasProgress = false;      // stdout is a terminal
    bool reportsToStderr = false;  // stdout belongs to a document
    int columns = 80;
  };
  explicit Console(Options options) : options_(options) {}
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  [[nodiscard]] bool isColoured() const { return options_.isColoured; }
  [[nodiscard]] bool hasProgress() const { return options_.hasProgress; }
  [[nodiscard]] uint32_t columns() const { return static_cast<uint32_t>(options_.columns); }
  [[nodiscard]] std::string paint(Paint paint, std::string_view text) const;

  /// Whole lines of a report. Colours in it are taken out unless they are wanted.
  void report(std::string_view text);
  /// What a program wrote to 1 or 2, as it is; to stderr in any case if stdout belongs to a document.
  void pass(uint8_t descriptor, std::string_view text);
  /// To stdout, as it is.
  void document(std::string_view text);
  /// The line at the bottom; empty: none. Without a terminal nothing happens.
  void setProgress(std::string text);
  /// Writes what is waiting: after each turn of the loop.
  void flush();
  /// Says that something that was asked for could not be written: the run must not pass.
  void lost(std::string_view message);
  [[nodiscard]] bool hasLost() const { return hasLost_; }
  /// Someone closed the other end: there is no one to report to.
  [[nodiscard]] bool isClosed() const { return isClosed_; }

 private:
  void append(int descriptor, std::string_view text);
  void hideProgress();
  void write();

  Options options_;
  std::string waiting_;
  int waitingFor_ = 1;
  std::string progress_;
  bool isProgressShown_ = false;
  bool isMidLine_ = false;
  bool isClosed_ = false;
  bool hasLost_ = false;
};

/// Without escape sequences of terminals.
[[nodiscard]] std::string withoutEscapes(std::string_view text);

}  // namespace weft::test
