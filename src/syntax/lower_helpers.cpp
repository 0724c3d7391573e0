#include "syntax/lower_helpers.h"

#include <string_view>

namespace weft::syntax {

namespace {

struct HelperSource {
  std::string_view name;
  std::string_view rest;  // from its parameters on
};

constexpr HelperSource kSources[] = {
    // What TypeScript's documentation of experimentalDecorators says: the last decorator first, each may replace what
    // it was given. `descriptor` is null for methods and accessors, undefined for fields, and left out for classes.
    {"__decorate", R"js((decorators, target, key, descriptor) {
  var isClass = arguments.length < 3;
  var value = isClass ? target : descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
  if (typeof Reflect === "object" && typeof Reflect.decorate === "function") {
    value = Reflect.decorate(decorators, target, key, descriptor);
  } else {
    for (var i = decorators.length - 1; i >= 0; i--) {
      var decorator = decorators[i];
      if (!decorator) continue;
      var result = isClass ? decorator(value) : arguments.length > 3 ? decorator(target, key, value) : decorator(target, key);
      value = result || value;
    }
  }
  if (!isClass && value) Object.defineProperty(target, key, value);
  return value;
}
)js"},
    {"__decorateParam", R"js((index, decorator) {
  return function (target, key) { decorator(target, key, index); };
}
)js"},
    {"__metadata", R"js((key, value) {
  if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(key, value);
}
)js"},
};
static_assert(std::size(kSources) == static_cast<size_t>(Helper::Count));

}  // namespace

Atom HelperSet::use(Helper helper, AtomTable& atoms) {
  Atom& name = names_[static_cast<size_t>(helper)];
  unsigned last = 0;
  if (name == Atom::Empty) name = makeFreshName(kSources[static_cast<size_t>(helper)].name, atoms, last);
  return name;
}

std::string HelperSet::source(const AtomTable& atoms) const {
  std::string out;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == Atom::Empty) continue;
    out.append("function ");
    out.append(atoms.text(names_[i]));
    out.append(kSources[i].rest);
  }
  return out;
}

Atom makeFreshName(std::string_view wanted, AtomTable& atoms, unsigned& last) {
  for (;; ++last) {
    std::string text(wanted);
    if (last != 0) text += std::to_string(last + 1);
    uint32_t before = atoms.size();
    Atom name = atoms.internCopy(text);
    if (atoms.size() != before) return name;
  }
}

}  // namespace weft::syntax
