#include "engine/saved_cells.h"

#include <JavaScriptCore/ButterflyInlines.h>
#include <JavaScriptCore/DateInstance.h>
#include <JavaScriptCore/FunctionRareData.h>
#include <JavaScriptCore/JSBoundFunction.h>
#include <JavaScriptCore/JSImmutableButterfly.h>
#include <JavaScriptCore/JSLexicalEnvironment.h>
#include <JavaScriptCore/SparseArrayValueMap.h>
#include <JavaScriptCore/StructureInlines.h>

#include "engine/native_cell.h"

namespace weft::js {

using namespace JSC;

namespace {

constexpr uint32_t kWord = sizeof(uint64_t);
constexpr uint32_t kObjectWords = sizeof(JSObject) / kWord;
static_assert(sizeof(JSObject) == 2 * kWord);

uint64_t& wordOf(JSCell* cell, uint32_t index) {
  return reinterpret_cast<uint64_t*>(cell)[index];
}

uint64_t encoded(JSValue value) {
  return static_cast<uint64_t>(JSValue::encode(value));
}

JSValue valueOf(uint64_t word) {
  return JSValue::decode(static_cast<EncodedJSValue>(word));
}

/// WeakMap and WeakSet, whose header is not among the engine's installed ones.
struct WeakCollection {
  uint64_t object[kObjectWords];
  uint64_t* buckets;
  uint32_t capacity, keyCount, deleteCount;
};
constexpr uint64_t kDeletedKey = static_cast<uint64_t>(-3);

bool isWordsType(JSC::JSType type) {
  switch (type) {
    case FinalObjectType:
    case JSMapType:
    case JSSetType:
    case JSPromiseType:
    case RegExpObjectType:
    case ProxyObjectType:
    case JSGeneratorType:
    case JSAsyncGeneratorType:
      return true;
    default:
      return false;
  }
}

/// As a value, whatever form the elements have; empty for a hole.
uint64_t elementAt(JSObject* object, uint32_t i) {
  IndexingType type = object->indexingType();
  if (hasUndecided(type)) return JSValue::encode(JSValue());
  if (hasDouble(type)) {
    double number = object->butterfly()->contiguousDouble().at(object, i);
    return JSValue::encode(number != number ? JSValue() : JSValue(JSValue::EncodeAsDouble, number));
  }
  return JSValue::encode(object->butterfly()->contiguous().at(object, i).get());
}

bool isSame(uint64_t a, uint64_t b) {
  if (a == b) return true;
  JSValue left = JSValue::decode(static_cast<EncodedJSValue>(a)),
          right = JSValue::decode(static_cast<EncodedJSValue>(b));
  return left && right && left.isNumber() && right.isNumber() && left.asNumber() == right.asNumber();
}

/// Of an object whose elements have the general form: places, attributes and values.
std::vector<uint64_t> storageOf(JSObject* object) {
  ArrayStorage* storage = object->butterfly()->arrayStorage();
  std::vector<uint64_t> words = {storage->length()};
  for (unsigned i = 0; i < storage->vectorLength(); ++i)
    if (JSValue value = storage->m_vector[i].get()) words.insert(words.end(), {i, 0, encoded(value)});
  SparseArrayValueMap* map = storage->m_sparseMap.get();
  if (!map) return words;
  std::vector<std::array<uint64_t, 3>> entries;
  for (auto& entry : *map)
    entries.push_back(
        {entry.key, entry.value.attributes(), encoded(const_cast<SparseArrayEntry&>(entry.value).asValue().get())});
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) words.insert(words.end(), entry.begin(), entry.end());
  return words;
}

/// Which of its name and length a function has made, as it remembers besides.
uint8_t lazyPropertiesOf(JSFunction* function) {
  FunctionRareData* rare = function->rareData();
  return rare ? static_cast<uint8_t>(rare->hasReifiedName() | rare->hasReifiedLength() << 1) : 0;
}

uint32_t elementCount(JSObject* object) {
  return hasIndexedProperties(object->indexingType()) ? object->butterfly()->publicLength() : 0;
}

}  // namespace

bool SavedCells::isFollowed(JSCell* cell) {
  return isKnown(cell) || cell->type() == GetterSetterType || cell->inherits<SparseArrayValueMap>();
}

bool SavedCells::isKnown(JSCell* cell) {
  return cell->isObject() || cell->type() == JSImmutableButterflyType;
}

SavedCells::Slots SavedCells::slotsOf(JSCell* cell) {
  JSC::JSType type = cell->type();
  if (isWordsType(type)) return Slots::Words;
  switch (type) {
    case JSFunctionType:
    case InternalFunctionType:
    case NullSetterFunctionType:
    case ArrayType:
    case DerivedArrayType:
    case ArrayBufferType:
      return Slots::None;
    case LexicalEnvironmentType:
      return Slots::Variables;
    case JSDateType:
      return Slots::Date;
    case JSWeakMapType:
      return Slots::WeakMap;
    case JSWeakSetType:
      return Slots::WeakSet;
    case GlobalObjectType:
      return Slots::Global;
    default:
      break;
  }
  if (isTypedArrayTypeIncludingDataView(type)) return Slots::Bytes;
  if (cell->inherits<NativeCell>() || cell->inherits<JSFunction>()) return Slots::None;
  return Slots::Fixed;
}

void SavedCells::addWords(JSCell* cell, uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) words_.push_back(wordOf(cell, i));
}

SavedCells::WeakEntries SavedCells::weakEntriesOf(JSCell* cell, Slots slots) const {
  auto* collection = reinterpret_cast<WeakCollection*>(cell);
  uint32_t width = slots == Slots::WeakMap ? 2 : 1;
  WeakEntries entries;
  for (uint32_t i = 0; i < collection->capacity; ++i) {
    uint64_t* bucket = collection->buckets + size_t{i} * width;
    if (bucket[0] && bucket[0] != kDeletedKey) entries.emplace_back(bucket[0], width == 2 ? bucket[1] : 0);
  }
  return entries;
}

std::vector<JSCell*> weakValues(JSCell* cell) {
  std::vector<JSCell*> list;
  if (cell->type() != JSWeakMapType) return list;
  auto* collection = reinterpret_cast<WeakCollection*>(cell);
  for (uint32_t i = 0; i < collection->capacity; ++i) {
    uint64_t* bucket = collection->buckets + size_t{i} * 2;
    if (!bucket[0] || bucket[0] == kDeletedKey) continue;
    list.push_back(reinterpret_cast<JSCell*>(bucket[0]));
    if (JSValue value = valueOf(bucket[1]); value && value.isCell()) list.push_back(value.asCell());
  }
  return list;
}

bool SavedCells::add(JSCell* cell) {
  if (!places_.add(cell).isNewEntry) return true;
  Saved saved{cell, cell->structure(), slotsOf(cell)};
  saved.at = static_cast<uint32_t>(words_.size());
  auto cellWords = static_cast<uint32_t>(cell->cellSize() / kWord);
  if (!cell->isObject()) {
    saved.slots = Slots::Words;
    saved.slotsBegin = 1;
    saved.slotsEnd = cellWords;
    addWords(cell, 1, cellWords);
    cells_.push_back(saved);
    return true;
  }
  saved.isObject = true;
  auto* object = asObject(cell);
  if (TypeInfo::hasStaticPropertyTable(object->inlineTypeFlags()) && !object->staticPropertiesReified())
    object->reifyAllStaticProperties(global_);
  // A dictionary changes in place, other structures stay what they are.
  if (object->structure()->isDictionary()) object->flattenDictionaryObject(vm_);
  saved.structure = object->structure();
  if (saved.structure->isDictionary()) return false;
  switch (saved.slots) {
    case Slots::Words:
    case Slots::Fixed:
      saved.slotsBegin = kObjectWords;
      saved.slotsEnd = cellWords;
      break;
    case Slots::Variables:
      saved.slotsBegin = static_cast<uint32_t>(JSLexicalEnvironment::offsetOfVariables() / kWord);
      saved.slotsEnd = saved.slotsBegin + jsCast<JSLexicalEnvironment*>(cell)->symbolTable()->scopeSize();
      break;
    case Slots::Date:
      saved.more = saved.at++;
      words_.push_back(std::bit_cast<uint64_t>(jsCast<DateInstance*>(cell)->internalNumber()));
      break;
    case Slots::WeakMap:
    case Slots::WeakSet:
      saved.more = static_cast<uint32_t>(weak_.size());
      weak_.push_back(weakEntriesOf(cell, saved.slots));
      break;
    case Slots::Bytes: {
      auto* view = jsCast<JSArrayBufferView*>(cell);
      if (view->isResizableOrGrowableShared()) return false;
      size_t length = view->byteLength();
      saved.more = saved.at;
      words_.push_back(std::bit_cast<uint64_t>(view->vector()));
      words_.push_back(length);
      size_t at = words_.size();
      words_.resize(at + (length + kWord - 1) / kWord);
      if (length > 0) memcpy(words_.data() + at, view->vector(), length);
      saved.at = static_cast<uint32_t>(words_.size());
      break;
    }
    case Slots::None:
    case Slots::Global:
      break;
  }
  addWords(cell, saved.slotsBegin, saved.slotsEnd);
  if (auto* function = jsDynamicCast<JSFunction*>(object)) saved.lazy = lazyPropertiesOf(function);
  saved.properties = saved.structure->outOfLineSize();
  for (uint32_t i = 0; i < saved.properties; ++i)
    words_.push_back(encoded(object->getDirect(firstOutOfLineOffset + static_cast<int>(i))));
  saved.hasElements = hasIndexedProperties(object->indexingType());
  saved.hasStorage = hasAnyArrayStorage(object->indexingType());
  if (saved.hasStorage) {
    std::vector<uint64_t> storage = storageOf(object);
    saved.elements = static_cast<uint32_t>(storage.size());
    words_.insert(words_.end(), storage.begin(), storage.end());
    cells_.push_back(saved);
    return true;
  }
  saved.elements = elementCount(object);
  for (uint32_t i = 0; i < saved.elements; ++i) words_.push_back(elementAt(object, i));
  cells_.push_back(saved);
  return true;
}

bool SavedCells::fail(const Saved& saved, const char* what) {
  obstacle_ = std::string(what) + " (" + saved.cell->classInfo()->className.characters() + ")";
  if (auto* function = jsDynamicCast<JSFunction*>(saved.cell)) obstacle_ += " " + toUtf8(function->name(vm_));
  return false;
}

bool SavedCells::restore() {
  for (const Saved& saved : cells_)
    if (!restoreOne(saved)) return false;
  return true;
}

bool SavedCells::restoreOne(const Saved& saved) {
  if (!restoreSlots(saved)) return false;
  if (!saved.isObject) return true;
  return restoreElements(saved) && restoreProperties(saved);
}

bool SavedCells::restoreSlots(const Saved& saved) {
  const uint64_t* words = words_.data() + saved.at;
  JSCell* cell = saved.cell;
  switch (saved.slots) {
    case Slots::None:
    case Slots::Global:
      return true;
    case Slots::Words:
    case Slots::Fixed: {
      size_t bytes = size_t{saved.slotsEnd - saved.slotsBegin} * kWord;
      if (bytes == 0 || memcmp(&wordOf(cell, saved.slotsBegin), words, bytes) == 0) return true;
      if (saved.slots == Slots::Fixed) return fail(saved, "an object's inner state");
      // Those of a plain object are properties: restoreProperties() writes them.
      if (cell->type() == FinalObjectType) return true;
      memcpy(&wordOf(cell, saved.slotsBegin), words, bytes);
      vm_.writeBarrier(cell);
      return true;
    }
    case Slots::Variables:
      restoreVariables(saved);
      return true;
    case Slots::Date: {
      auto* date = jsCast<DateInstance*>(cell);
      uint64_t number = words_[saved.more];
      if (std::bit_cast<uint64_t>(date->internalNumber()) != number)
        date->setInternalNumber(std::bit_cast<double>(number));
      return true;
    }
    case Slots::WeakMap:
    case Slots::WeakSet:
      return restoreWeak(saved);
    case Slots::Bytes: {
      auto* view = jsCast<JSArrayBufferView*>(cell);
      words = words_.data() + saved.more;
      if (std::bit_cast<uint64_t>(view->vector()) != words[0] || view->byteLength() != words[1])
        return fail(saved, "the memory of a typed array");
      if (words[1] > 0) memcpy(view->vector(), words + 2, words[1]);
      return true;
    }
  }
  return true;
}

/// As an assignment would: compiled code that relied on what was there last is told.
void SavedCells::restoreVariables(const Saved& saved) {
  auto* scope = jsCast<JSLexicalEnvironment*>(saved.cell);
  const uint64_t* words = words_.data() + saved.at;
  uint32_t count = saved.slotsEnd - saved.slotsBegin;
  if (count == 0 || memcmp(&wordOf(scope, saved.slotsBegin), words, size_t{count} * kWord) == 0) return;
  std::vector<WatchpointSet*> sets;
  {
    SymbolTable& table = *scope->symbolTable();
    ConcurrentJSLocker locker(table.m_lock);
    for (auto it = table.begin(locker); it != table.end(locker); ++it) {
      ScopeOffset offset = it->value.scopeOffset();
      if (!offset || offset.offset() >= count) continue;
      if (wordOf(scope, saved.slotsBegin + offset.offset()) == words[offset.offset()]) continue;
      if (WatchpointSet* set = it->value.watchpointSet()) sets.push_back(set);
    }
  }
  for (WatchpointSet* set : sets) set->touch(vm_, "Restored a variable");
  for (uint32_t i = 0; i < count; ++i) wordOf(scope, saved.slotsBegin + i) = words[i];
  vm_.writeBarrier(scope);
}

/// Keys that are not the realm's from before are the program's objects, and garbage.
bool SavedCells::restoreWeak(const Saved& saved) {
  const WeakEntries& before = weak_[saved.more];
  size_t found = 0;
  for (const auto& entry : weakEntriesOf(saved.cell, saved.slots)) {
    if (!places_.contains(reinterpret_cast<JSCell*>(entry.first))) continue;
    if (std::find(before.begin(), before.end(), entry) == before.end())
      return fail(saved, "what is known of an object");
    ++found;
  }
  size_t expected = 0;
  for (const auto& entry : before) expected += places_.contains(reinterpret_cast<JSCell*>(entry.first));
  return found == expected || fail(saved, "what is known of an object");
}

/// An array's elements may have come to be kept in another form, which nobody can tell.
bool SavedCells::restoreElements(const Saved& saved) {
  JSObject* object = asObject(saved.cell);
  const uint64_t* words = words_.data() + saved.at + (saved.slotsEnd - saved.slotsBegin) + saved.properties;
  bool hasElements = hasIndexedProperties(object->indexingType());
  if (!saved.hasElements && !hasElements) return true;
  if (saved.slots == Slots::Bytes) return true;
  if (hasAnyArrayStorage(object->indexingType())) {
    bool isSameStorage = saved.hasStorage && std::ranges::equal(storageOf(object), std::span(words, saved.elements));
    return isSameStorage || fail(saved, "elements");
  }
  if (saved.hasStorage) return fail(saved, "elements");
  bool isSameList = elementCount(object) == saved.elements;
  for (uint32_t i = 0; isSameList && i < saved.elements; ++i) isSameList = isSame(elementAt(object, i), words[i]);
  if (isSameList) return true;
  auto scope = DECLARE_CATCH_SCOPE(vm_);
  auto* array = jsDynamicCast<JSArray*>(object);
  if (!array) return fail(saved, "elements of an object");
  array->setLength(global_, 0);
  for (uint32_t i = 0; i < saved.elements; ++i)
    if (JSValue value = valueOf(words[i])) array->putDirectIndex(global_, i, value);
  array->setLength(global_, saved.elements);
  if (scope.exception() || elementCount(object) != saved.elements) {
    scope.clearException();
    return fail(saved, "elements");
  }
  return true;
}

bool SavedCells::restoreProperties(const Saved& saved) {
  JSObject* object = asObject(saved.cell);
  uint32_t slots = saved.slotsEnd - saved.slotsBegin;
  const uint64_t* words = words_.data() + saved.at;
  if (object->structure() != saved.structure) {
    bool isArray = saved.hasElements && global_->isOriginalArrayStructure(object->structure()) &&
                   global_->isOriginalArrayStructure(saved.structure);
    if (isArray) return true;
    return putBack(saved);
  }
  bool isPlain = object->type() == FinalObjectType;
  bool isSameList =
      !isPlain || slots == 0 || memcmp(&wordOf(object, saved.slotsBegin), words, size_t{slots} * kWord) == 0;
  for (uint32_t i = 0; isSameList && i < saved.properties; ++i)
    isSameList = encoded(object->getDirect(firstOutOfLineOffset + static_cast<int>(i))) == words[slots + i];
  return isSameList || putBack(saved);
}

/// Its properties, and the structure that goes with them.
bool SavedCells::putBack(const Saved& saved) {
  JSObject* object = asObject(saved.cell);
  Structure* now = object->structure();
  if (now != saved.structure) {
    if (saved.hasElements || hasIndexedProperties(object->indexingType())) return fail(saved, "an object's elements");
    if (object->type() == ErrorInstanceType) return fail(saved, "an error");
    if (now->classInfoForCells() != saved.structure->classInfoForCells()) return fail(saved, "an object's class");
  }
  if (auto* function = jsDynamicCast<JSFunction*>(object)) {
    if (lazyPropertiesOf(function) != saved.lazy) return fail(saved, "a function's name");
    FunctionRareData* rare = function->rareData();
    if (rare) rare->clear("Restored a function's properties");
  }
  uint32_t slots = saved.slotsEnd - saved.slotsBegin;
  const uint64_t* words = words_.data() + saved.at;
  bool isPlain = object->type() == FinalObjectType;
  if (now != saved.structure) {
    now->didTransitionFromThisStructureWithoutFiringWatchpoint();
    now->fireStructureTransitionWatchpoint(nullptr);
    Butterfly* butterfly = object->butterfly();
    unsigned capacity = saved.structure->outOfLineCapacity();
    if (capacity != now->outOfLineCapacity()) {
      butterfly = capacity ? Butterfly::createUninitialized(vm_, object, 0, capacity, false, 0) : nullptr;
      for (unsigned i = 0; i < capacity; ++i)
        butterfly->propertyStorage()[-static_cast<int>(i) - 1].setWithoutWriteBarrier(
            i < saved.properties ? valueOf(words[slots + i]) : JSValue());
    }
    object->nukeStructureAndSetButterfly(vm_, now->id(), butterfly);
  }
  if (isPlain && slots > 0) memcpy(&wordOf(object, saved.slotsBegin), words, size_t{slots} * kWord);
  for (uint32_t i = 0; i < saved.properties; ++i)
    object->butterfly()->propertyStorage()[-static_cast<int>(i) - 1].setWithoutWriteBarrier(valueOf(words[slots + i]));
  if (now != saved.structure) {
    for (unsigned i = saved.properties; i < saved.structure->outOfLineCapacity(); ++i)
      object->butterfly()->propertyStorage()[-static_cast<int>(i) - 1].setWithoutWriteBarrier(JSValue());
    WTF::storeStoreFence();
    object->setStructure(vm_, saved.structure);
  }
  vm_.writeBarrier(object);
  // Compiled code may have relied on what was there last.
  saved.structure->forEachProperty(vm_, [&](const auto& entry) {
    saved.structure->didReplaceProperty(entry.offset());
    return true;
  });
  if (object->mayBePrototype()) vm_.invalidateStructureChainIntegrity(JSC::VM::StructureChainIntegrityEvent::Change);
  return true;
}

}  // namespace weft::js
