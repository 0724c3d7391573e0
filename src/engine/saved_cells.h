#pragma once
// What cells hold, written down: compared with what they hold later, and written back where it differs.

#include <span>

#include "engine/internal.h"

namespace weft::js {

class SavedCells {
 public:
  SavedCells(JSC::VM& vm, JSC::JSGlobalObject* global) : vm_(vm), global_(global) {}

  /// Whether its references lead on to what a program can reach.
  static bool isFollowed(JSC::JSCell*);
  /// Whether more than its references is known of the cell: objects, and what holds their elements.
  static bool isKnown(JSC::JSCell*);
  /// False: it cannot be written down.
  bool add(JSC::JSCell*);
  /// Whether a cell is among those; what the restored ones refer to must be.
  bool contains(JSC::JSCell* cell) const { return places_.contains(cell); }
  /// No collection may be under way. False: a cell cannot be made what it was; `obstacle` says why.
  bool restore();
  const std::string& obstacle() const { return obstacle_; }
  size_t size() const { return cells_.size(); }

 private:
  /// What a cell has beside its properties and elements.
  enum class Slots : uint8_t {
    None,       // nothing that JavaScript can change
    Words,      // plain words, which may be written back
    Fixed,      // words whose change cannot be undone
    Variables,  // of a function's scope: compiled code may have relied on them
    Date,
    WeakMap,
    WeakSet,
    Bytes,  // of a typed array
    Global,
  };
  struct Saved {
    JSC::JSCell* cell;
    JSC::Structure* structure;
    Slots slots;
    bool isObject = false;
    bool hasElements = false;
    uint8_t lazy = 0;                       // a function's properties that have been made (lazyPropertiesOf)
    bool hasStorage = false;                // elements of the general form: they may not change
    uint32_t at = 0;                        // in words_: slots, then properties, then elements
    uint32_t slotsBegin = 0, slotsEnd = 0;  // words of the cell
    uint32_t properties = 0;                // that lie outside of the cell
    uint32_t elements = 0;
    uint32_t more = 0;  // in weak_, or in words_ for what is no plain slot
  };
  using WeakEntries = std::vector<std::pair<uint64_t, uint64_t>>;

  static Slots slotsOf(JSC::JSCell*);
  void addWords(JSC::JSCell*, uint32_t begin, uint32_t end);
  WeakEntries weakEntriesOf(JSC::JSCell*, Slots) const;

  bool restoreOne(const Saved&);
  bool restoreSlots(const Saved&);
  void restoreVariables(const Saved&);
  bool restoreWeak(const Saved&);
  bool restoreElements(const Saved&);
  bool restoreProperties(const Saved&);
  bool putBack(const Saved&);
  bool fail(const Saved&, const char* what);

  JSC::VM& vm_;
  JSC::JSGlobalObject* global_;
  std::vector<Saved> cells_;
  std::vector<uint64_t> words_;
  std::vector<WeakEntries> weak_;
  UncheckedKeyHashSet<JSC::JSCell*> places_;
  std::string obstacle_;
};

/// What a collection must not find unreachable while a state is kept.
std::vector<JSC::JSCell*> weakValues(JSC::JSCell*);

}  // namespace weft::js
