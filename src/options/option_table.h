#pragma once

// Options of a command as one table, from which parsing, errors and help follow.

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/suggestions.h"

namespace weft::options {

/// What is wrong with a command line, as the end of a sentence; or nothing.
using Fault = std::optional<std::string>;

template <typename Request>
struct CommandOption {
  std::string_view name;
  std::string_view argument;  // empty: takes none; "[=REF]": takes one after `=`, or none
  std::string_view help;
  Fault (*apply)(Request&, const std::string& value);
};

/// An option as people see it: in help, completions and the manual.
struct OptionText {
  std::string_view name;
  std::string_view argument;
  std::string_view help;
  std::string_view shortName = {};
};

template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

template <typename T>
Fault choose(std::initializer_list<Choice<T>> choices, const std::string& wanted, T& place) {
  std::string names;
  for (const Choice<T>& choice : choices) {
    if (choice.name == wanted) {
      place = choice.value;
      return {};
    }
    names += (names.empty() ? "" : ", ") + std::string(choice.name);
  }
  return "takes one of " + names + ", not \"" + wanted + "\"";
}

/// Applies the options; `onWord` gets the rest, and everything after `--`. `command` is for messages: "weft build".
/// `canonical` gives the table's name of one that is spelled otherwise.
template <typename Request>
Fault parseOptions(std::span<const CommandOption<Request>> table, const std::vector<std::string>& arguments,
                   std::string_view command, Request& request, const std::function<Fault(const std::string&)>& onWord,
                   const std::function<std::string(std::string)>& canonical = {}) {
  bool isOver = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (isOver || word == "-" || !word.starts_with("-")) {
      if (Fault fault = onWord(word)) return fault;
      continue;
    }
    isOver = word == "--";
    if (isOver) continue;
    std::string spelled = word.substr(0, word.find('='));
    std::string name = canonical ? canonical(spelled) : spelled;
    if (name == "-h") name = "--help";
    if (name == "-o") name = "--outfile";
    auto option = std::ranges::find(table, name, &CommandOption<Request>::name);
    if (option == table.end()) {
      std::vector<std::string> names;
      for (const auto& it : table) names.emplace_back(it.name);
      std::string nearest = graph::nearestName(name, names);
      return "unknown option " + spelled +
             (nearest.empty() ? "; see " + std::string(command) + " --help" : "; did you mean " + nearest + "?");
    }
    std::string value;
    if (word.size() > spelled.size()) {
      if (option->argument.empty()) return spelled + " takes no value";
      value = word.substr(spelled.size() + 1);
    } else if (!option->argument.empty() && !option->argument.starts_with('[')) {
      if (++i == arguments.size()) return spelled + " needs " + std::string(option->argument);
      value = arguments[i];
    }
    if (Fault fault = option->apply(request, value)) return spelled + " " + *fault;
  }
  return {};
}

template <typename Request>
std::vector<OptionText> optionTexts(std::span<const CommandOption<Request>> table) {
  std::vector<OptionText> texts;
  texts.reserve(table.size());
  for (const auto& option : table) texts.push_back({option.name, option.argument, option.help});
  return texts;
}

/// One line an option.
template <typename Request>
std::string describeOptions(std::span<const CommandOption<Request>> table) {
  size_t width = 0;
  auto label = [](const CommandOption<Request>& option) {
    std::string_view between = option.argument.empty() || option.argument.starts_with('[') ? "" : " ";
    return std::string(option.name) + std::string(between) + std::string(option.argument);
  };
  for (const auto& option : table) width = std::max(width, label(option).size());
  std::string out;
  for (const auto& option : table) {
    std::string text = label(option);
    out += "  " + text + std::string(width - text.size() + 2, ' ') + std::string(option.help) + "\n";
  }
  return out;
}

}  // namespace weft::options
