#include "css/printer.h"

namespace weft::css {

namespace {

class Printer {
 public:
  Printer(const PrintOptions& options, std::string& out)
      : options_(options), isMinified_(options.minifyWhitespace), out_(out) {}

  void nodes(const Nodes& list) {
    bool isFirst = true;
    bool needsSemicolon = false;
    for (const Node* node : list) {
      if (node->isDead) continue;
      if (needsSemicolon) out_.push_back(';');
      needsSemicolon = false;
      if (!isMinified_ && !isFirst) newLine();
      isFirst = false;
      needsSemicolon = one(*node);
    }
    if (needsSemicolon && (!isMinified_ || depth_ == 0)) out_.push_back(';');
  }

 private:
  /// True where a semicolon has to follow.
  bool one(const Node& node) {
    map(node.offset);
    switch (node.kind) {
      case NodeKind::Comment:
        out_ += node.name;
        if (isMinified_) out_.push_back('\n');
        return false;
      case NodeKind::Declaration:
        declaration(node);
        return true;
      case NodeKind::At:
        return atRule(node);
      case NodeKind::Style:
        selectors(node);
        break;
      case NodeKind::BadStyle:
      case NodeKind::Keyframe:
        values(node.values, node.kind == NodeKind::BadStyle);
        break;
    }
    block(node);
    return false;
  }

  void map(uint32_t original) {
    if (options_.mappings) options_.mappings->list.push_back({static_cast<uint32_t>(out_.size()), original});
  }

  void newLine() {
    out_.push_back('\n');
    out_.append(depth_ * 2, ' ');
  }

  void values(const Values& list, bool isExact) {
    ValueStyle style = isExact ? ValueStyle::Exact : isMinified_ ? ValueStyle::Minified : ValueStyle::Pretty;
    appendValues(out_, list, style, options_.references);
  }

  void selectors(const Node& node) {
    for (size_t i = 0; i < node.selectors.size(); ++i) {
      if (i > 0) {
        out_.push_back(',');
        if (!isMinified_) newLine();
      }
      appendComplex(out_, node.selectors[i], isMinified_);
    }
  }

  void block(const Node& node) {
    out_ += isMinified_ ? "{" : " {";
    ++depth_;
    size_t begin = out_.size();
    if (!isMinified_) newLine();
    size_t inside = out_.size();
    nodes(node.body);
    --depth_;
    if (out_.size() == inside)
      out_.resize(begin);
    else if (!isMinified_)
      newLine();
    out_.push_back('}');
  }

  void declaration(const Node& node) {
    if (node.isCustom)
      appendIdent(out_, node.name);
    else if (isPlainIdent(node.name))
      out_ += node.name;
    else
      appendIdent(out_, node.name);
    out_.push_back(':');
    if (!isMinified_ || (node.isCustom && node.values.empty())) out_.push_back(' ');
    values(node.values, node.isCustom);
    if (node.isImportant) out_ += isMinified_ ? "!important" : " !important";
  }

  bool atRule(const Node& node) {
    out_.push_back('@');
    appendIdent(out_, node.name);
    bool isUnknown = !node.values.empty() && !node.hasBlock && node.values.back().kind == ValueKind::Brace;
    if (!node.values.empty()) {
      size_t mark = out_.size();
      out_.push_back(' ');
      values(node.values, isUnknown);
      // @import"a.css", @media(…): the space says nothing before what cannot go on a name.
      const Value& first = node.values[0];
      bool isIdle = first.kind == ValueKind::String || first.kind == ValueKind::Paren ||
                    first.kind == ValueKind::Hash || first.kind == ValueKind::Colon;
      if (isMinified_ && isIdle && !isUnknown) out_.erase(mark, 1);
    }
    if (!node.hasBlock) return !isUnknown;
    block(node);
    return false;
  }

  const PrintOptions& options_;
  bool isMinified_;
  std::string& out_;
  size_t depth_ = 0;
};

}  // namespace

void print(const Nodes& nodes, const PrintOptions& options, std::string& out) {
  Printer(options, out).nodes(nodes);
  if (!out.empty() && out.back() != '\n') out.push_back('\n');
}

}  // namespace weft::css
