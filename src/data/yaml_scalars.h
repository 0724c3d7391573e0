#pragma once

// The characters of YAML's scalars, in all five styles, with line folding (chapters 5, 7.3 and 8.1). `parent` is the
// column of the block collection that a node is in, -1 at the top: its lines are indented more than that.

#include <string>

#include "data/reader.h"

namespace weft::data {

class YamlScalars : protected Reader {
 protected:
  YamlScalars(const SourceText& source, Log& log) : Reader(source, log) {}

  [[nodiscard]] int column() const { return static_cast<int>(at_ - lineStart_); }
  /// A space, a tab, a line break or the end of the text.
  [[nodiscard]] bool isSpaceAt(size_t ahead) const;
  [[nodiscard]] bool isBreak() const { return !isAtEnd() && (text_[at_] == '\n' || text_[at_] == '\r'); }
  /// "---" or "..." at the beginning of a line.
  [[nodiscard]] bool isDocumentMarker() const;
  [[nodiscard]] static bool isFlowIndicator(char byte);
  void skipBlanks();
  void skipBreak();

  /// Each appends the scalar to `out`, and stands behind it then.
  enum class Context : uint8_t { Block, Flow };
  void readPlain(std::string& out, int parent, Context context);
  void readSingleQuoted(std::string& out, int parent);
  void readDoubleQuoted(std::string& out, int parent);
  /// At its `|` or `>`; stands at the beginning of a line then.
  void readBlockScalar(std::string& out, int parent);

  size_t lineStart_ = 0;

 private:
  /// A colon before space, or in brackets a bracket or a comma.
  [[nodiscard]] bool endsPlain(Context context) const;

  struct BlockHeader {
    bool isFolded = false;
    char chomping = ' ';  // '+', '-'
    int indent = 0;       // 0: to be detected
  };

  /// Skips what separates two lines of a scalar, and appends what they are joined by; false if no line follows that
  /// is indented enough.
  bool fold(std::string& out, int parent);
  bool foldQuoted(std::string& out, int parent, size_t begin);
  void readEscape(UnitAppender& units);
  bool readBlockHeader(BlockHeader& header);
  int detectIndent(int parent);
};

}  // namespace weft::data
