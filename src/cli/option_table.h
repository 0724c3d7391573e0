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

namespace weft::cli {

/// What is wrong with a command line, as the end of a sentence; or nothing.
using Fault = std::optional<std::string>;

template <typename Request>
struct CommandOption {
  std::string_view name;
  std::string_view argument;  // empty: takes none
  std::string_view help;
  Fault (*apply)(Request&, const std::string& value);
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

/// Applies the options; `onWord` gets the rest. `command` is for messages: "weft build".
template <typename Request>
Fault parseOptions(std::span<const CommandOption<Request>> table, const std::vector<std::string>& arguments,
                   std::string_view command, Request& request, const std::function<Fault(const std::string&)>& onWord) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "-" || !word.starts_with("-")) {
      if (Fault fault = onWord(word)) return fault;
      continue;
    }
    std::string name = word.substr(0, word.find('='));
    if (name == "-h") name = "--help";
    if (name == "-o") name = "--outfile";
    auto option = std::ranges::find(table, name, &CommandOption<Request>::name);
    if (option == table.end()) {
      std::vector<std::string> names;
      for (const auto& it : table) names.emplace_back(it.name);
      std::string nearest = graph::nearestName(name, names);
      return "unknown option " + name +
             (nearest.empty() ? "; see " + std::string(command) + " --help" : "; did you mean " + nearest + "?");
    }
    std::string value;
    if (word.size() > name.size() && word.find('=') != std::string::npos) {
      if (option->argument.empty()) return name + " takes no value";
      value = word.substr(word.find('=') + 1);
    } else if (!option->argument.empty()) {
      if (++i == arguments.size()) return name + " needs " + std::string(option->argument);
      value = arguments[i];
    }
    if (Fault fault = option->apply(request, value)) return name + " " + *fault;
  }
  return {};
}

/// One line an option.
template <typename Request>
std::string describeOptions(std::span<const CommandOption<Request>> table) {
  size_t width = 0;
  auto label = [](const CommandOption<Request>& option) {
    return std::string(option.name) + (option.argument.empty() ? "" : " " + std::string(option.argument));
  };
  for (const auto& option : table) width = std::max(width, label(option).size());
  std::string out;
  for (const auto& option : table) {
    std::string text = label(option);
    out += "  " + text + std::string(width - text.size() + 2, ' ') + std::string(option.help) + "\n";
  }
  return out;
}

}  // namespace weft::cli
