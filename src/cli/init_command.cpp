#include "cli/init_command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "base/file.h"
#include "base/paths.h"
#include "graph/suggestions.h"
#include "loop/standard_io.h"

namespace weft::cli {

using namespace options;

namespace {

struct Request {
  bool isHelp = false;
  bool overwrites = false;
  bool onlyTypes = false;
  std::string templateName = "script";
  std::string name;
  std::string folder;
};

constexpr std::string_view kTemplates[] = {"script", "server", "react", "library"};

Fault chooseTemplate(Request& it, const std::string& value) {
  std::string all;
  std::vector<std::string> names;
  for (std::string_view name : kTemplates) {
    if (name == value) {
      it.templateName = value;
      return {};
    }
    all += (all.empty() ? "" : ", ") + std::string(name);
    names.emplace_back(name);
  }
  std::string nearest = graph::nearestName(value, names);
  return nearest.empty() ? "takes one of " + all + ", not \"" + value + "\""
                         : "knows no \"" + value + "\"; did you mean " + nearest + "?";
}

/// What npm takes for a name.
bool isPackageName(std::string_view name) {
  if (name.starts_with('@')) {
    size_t slash = name.find('/');
    return slash != std::string_view::npos && slash > 1 && isPackageName(name.substr(slash + 1));
  }
  if (name.empty() || name.size() > 214 || name[0] == '.' || name[0] == '_') return false;
  for (char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~'))
      return false;
  return true;
}

constexpr CommandOption<Request> kOptions[] = {
    {"--help", "", "print this help",
     [](Request& it, const std::string&) -> Fault {
       it.isHelp = true;
       return {};
     }},
    {"--template", "NAME", "script (default), server, react or library (-t)", chooseTemplate},
    {"--name", "NAME", "of the package (default: the folder's)",
     [](Request& it, const std::string& value) -> Fault {
       if (!isPackageName(value)) return "takes a package's name in small letters, not \"" + value + "\"";
       it.name = value;
       return {};
     }},
    {"--force", "", "write over files that are there",
     [](Request& it, const std::string&) -> Fault {
       it.overwrites = true;
       return {};
     }},
    {"--types", "", "write the types of weft's API alone, to types/weft, over those of an earlier weft",
     [](Request& it, const std::string&) -> Fault {
       it.onlyTypes = true;
       return {};
     }},
};

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft init: " + message + "\n", code);
}

std::string helpText() {
  return "weft init makes a project that weft runs, tests, builds and serves, with types for the editor.\n"
         "\n"
         "Usage:\n"
         "  weft init [options] [FOLDER]     FOLDER is the working directory if it is not given\n"
         "\n"
         "Options:\n" +
         describeOptions<Request>(kOptions) +
         "\n"
         "Templates:\n"
         "  script     a program, with a test\n"
         "  server     an HTTP server with routes and a WebSocket, with a test\n"
         "  react      an application of React and TypeScript, for weft dev\n"
         "  library    a package for others, with its types\n"
         "\n"
         "Nothing is written when a file of the template is there already.\n";
}

struct File {
  std::string path;  // relative to the project
  std::string text;
};

std::string withName(std::string_view text, std::string_view name) {
  constexpr std::string_view kPlace = "{{name}}";
  std::string out;
  for (;;) {
    size_t at = text.find(kPlace);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += name;
    text.remove_prefix(at + kPlace.size());
  }
}

/// The files whose path begins with `prefix`, without it.
void addFiles(std::string_view packed, std::string_view prefix, std::string_view to, std::string_view name,
              std::vector<File>& files) {
  while (!packed.empty()) {
    std::string_view line = packed.substr(0, packed.find('\n'));
    size_t space = line.rfind(' ');
    size_t size = 0;
    std::from_chars(line.data() + space + 1, line.data() + line.size(), size);
    std::string_view path = line.substr(0, space);
    std::string_view text = packed.substr(line.size() + 1, size);
    packed.remove_prefix(line.size() + 1 + size);
    if (!path.starts_with(prefix)) continue;
    std::string target = std::string(to) + std::string(path.substr(prefix.size()));
    // Names that begin with a dot are hidden from those who look at weft's own sources.
    size_t base = target.rfind('/') + 1;
    if (target.substr(base).starts_with("dot-")) target.replace(base, 4, ".");
    files.push_back({std::move(target), withName(text, name)});
  }
}

/// A package's name made of a folder's.
std::string nameOf(const std::string& folder) {
  std::string out;
  for (char c : std::string(paths::basename(folder))) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    bool isSound = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (isSound && !(out.empty() && (c == '.' || c == '_' || c == '-')))
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "project" : out.substr(0, 214);
}

Fault parse(const std::vector<std::string>& arguments, Request& request) {
  auto onWord = [&](const std::string& word) -> Fault {
    if (!request.folder.empty()) return "takes one folder, not also " + word;
    request.folder = word;
    return {};
  };
  auto canonical = [](std::string name) { return name == "-t" ? std::string("--template") : name; };
  return parseOptions<Request>(kOptions, arguments, "weft init", request, onWord, canonical);
}

bool isThere(const std::string& path) {
  struct stat ignored;
  return lstat(path.c_str(), &ignored) == 0;
}

/// The text of what to do next.
std::string nextSteps(const Request& request, const std::string& shown) {
  std::string out = "\n";
  if (!shown.empty()) out += "  cd " + shown + "\n";
  const std::string& name = request.templateName;
  out += name == "react" ? "  npm install              react, and types for the editor\n"
                         : "  npm install              types for the editor\n";
  if (name == "react") out += "  weft dev                 look at it while you write it\n";
  if (name == "server") out += "  weft --watch src/server.ts\n";
  if (name == "script") out += "  weft src/main.ts\n";
  return out + "  weft test\n  npm run build\n";
}

}  // namespace

std::vector<OptionText> initOptionTexts() {
  return optionTexts<Request>(kOptions);
}

int initCommand(const std::vector<std::string>& arguments, std::string_view packed) {
  Request request;
  if (Fault fault = parse(arguments, request)) return fail(*fault, 9);
  if (request.isHelp) return print(STDOUT_FILENO, helpText(), 0);
  auto here = currentDirectory();
  if (!here) return fail(here.error().message(), 1);
  std::string folder = paths::resolve(*here, request.folder.empty() ? "." : request.folder);
  std::string name = request.name.empty() ? nameOf(folder) : request.name;
  std::vector<File> files;
  addFiles(packed, "types/", "types/weft/", name, files);
  if (!request.onlyTypes) addFiles(packed, "templates/" + request.templateName + "/", "", name, files);
  std::string taken;
  if (!request.overwrites && !request.onlyTypes)
    for (const File& file : files)
      if (isThere(paths::join({folder, file.path}))) taken += (taken.empty() ? "" : ", ") + file.path;
  if (!taken.empty())
    return fail(taken + (taken.find(", ") == std::string::npos ? " is" : " are") +
                    " there already; --force writes over what is there",
                1);
  std::string out;
  for (const File& file : files) {
    std::string path = paths::join({folder, file.path});
    std::error_code error;
    std::filesystem::create_directories(std::string(paths::dirname(path)), error);
    if (error) return fail(std::string(paths::dirname(path)) + ": " + error.message(), 1);
    if (auto written = writeFile(path, file.text); !written) return fail(written.error().message(), 1);
    if (!file.path.starts_with("types/weft/")) out += "  " + file.path + "\n";
  }
  out += "  types/weft/\n";
  if (!request.onlyTypes) out += nextSteps(request, request.folder == "." ? "" : request.folder);
  return print(STDOUT_FILENO, out, 0);
}

}  // namespace weft::cli
