#include "syntax/atoms.h"

#include <bit>
#include <cstring>

namespace weft::syntax {

namespace {

constexpr std::string_view kKnownTexts[] = {"",
#define X(name, text) text,
                                            WEFT_RESERVED_WORDS(X) WEFT_STRICT_WORDS(X) WEFT_KNOWN_NAMES(X)
#undef X
};

uint64_t load64(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

uint32_t load32(const char* at) {
  uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15u;

uint64_t mix(uint64_t state, uint64_t word) {
  auto product = static_cast<unsigned __int128>(state ^ word) * kMultiplier;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

}  // namespace

uint32_t AtomTable::hashOf(std::string_view text) {
  const char* at = text.data();
  size_t left = text.size();
  uint64_t state = left * 0xA0761D6478BD642Fu;
  while (left > 8) {
    state = mix(state, load64(at));
    at += 8;
    left -= 8;
  }
  if (text.size() >= 8) return static_cast<uint32_t>(mix(state, load64(text.data() + text.size() - 8)));
  uint64_t last = 0;
  if (left >= 4) {
    last = load32(at) | static_cast<uint64_t>(load32(at + left - 4)) << 32;
  } else if (left != 0) {
    auto byte = [&](size_t i) { return static_cast<uint64_t>(static_cast<unsigned char>(at[i])); };
    last = byte(0) | byte(left / 2) << 8 | byte(left - 1) << 16;
  }
  return static_cast<uint32_t>(mix(state, last));
}

AtomTable::AtomTable(size_t expectedNames) {
  constexpr size_t kFewestSlots = 256;
  if (expectedNames == 0) return;  // it is to be replaced
  size_t slots = std::bit_ceil(std::max<size_t>(expectedNames * 2, kFewestSlots));
  if (slots <= kFewestSlots * 2) {
    // A small file's table begins as a copy of one that knows the known names already.
    static const AtomTable smallest(kFewestSlots, Known{}), small(kFewestSlots * 2, Known{});
    const AtomTable& known = slots == kFewestSlots ? smallest : small;
    entries_.reserve(slots / 2);
    entries_ = known.entries_;
    slots_ = known.slots_;
    mask_ = known.mask_;
    return;
  }
  fill(slots);
}

AtomTable::AtomTable(size_t slots, Known) {
  fill(slots);
}

void AtomTable::fill(size_t slots) {
  slots_.resize(slots);
  mask_ = static_cast<uint32_t>(slots - 1);
  entries_.reserve(slots / 2);
  for (std::string_view text : kKnownTexts) static_cast<void>(intern(text));
}

Atom AtomTable::internHashed(std::string_view text, uint32_t hash) {
  uint32_t slot = hash & mask_;
  while (slots_[slot].atom != 0) {
    if (slots_[slot].hash == hash) {
      const Entry& entry = entries_[slots_[slot].atom - 1];
      if (entry.length == text.size() && std::memcmp(entry.data, text.data(), text.size()) == 0)
        return static_cast<Atom>(slots_[slot].atom - 1);
    }
    slot = (slot + 1) & mask_;
  }
  return add(text, hash, slot);
}

Atom AtomTable::internCopy(std::string_view text) {
  uint32_t before = size();
  Atom atom = intern(text);
  if (size() != before) entries_.back().data = copies_.emplace_back(text).data();
  return atom;
}

Atom AtomTable::add(std::string_view text, uint32_t hash, uint32_t slot) {
  auto atom = static_cast<uint32_t>(entries_.size());
  entries_.push_back({text.data(), static_cast<uint32_t>(text.size()), hash});
  slots_[slot] = {hash, atom + 1};
  if (entries_.size() * 2 > slots_.size()) grow();
  return static_cast<Atom>(atom);
}

void AtomTable::grow() {
  slots_.assign(slots_.size() * 2, {});
  mask_ = static_cast<uint32_t>(slots_.size() - 1);
  for (uint32_t atom = 0; atom < entries_.size(); ++atom) {
    uint32_t slot = entries_[atom].hash & mask_;
    while (slots_[slot].atom != 0) slot = (slot + 1) & mask_;
    slots_[slot] = {entries_[atom].hash, atom + 1};
  }
}

}  // namespace weft::syntax
