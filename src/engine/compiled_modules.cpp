#include "engine/compiled_modules.h"

#include <bit>

#include "base/byte_stream.h"
#include "engine/source_provider.h"

#include <JavaScriptCore/BytecodeCacheError.h>
#include <JavaScriptCore/CachedTypes.h>
#include <JavaScriptCore/ModuleProgramExecutable.h>
#include <JavaScriptCore/ProgramExecutable.h>
#include <JavaScriptCore/ScriptFetchParameters.h>
#include <JavaScriptCore/StrongInlines.h>
#include <wtf/FileHandle.h>

// Of CodeCache.h and SourceCodeKey.h, which are not among the engine's installed headers.
namespace JSC {
RefPtr<CachedBytecode> serializeBytecode(VM&, UnlinkedCodeBlock*, const SourceCode&, SourceCodeType,
                                         LexicallyScopedFeatures, JSParserScriptMode, WTF::FileSystemImpl::FileHandle&,
                                         BytecodeCacheError&, OptionSet<CodeGenerationMode>);
}  // namespace JSC

namespace weft::js {

using namespace JSC;

RefPtr<CachedBytecode> bytecodeIn(JSC::VM& vm, std::string_view bytes) {
  // What was compiled before does not count what runs.
  if (vm.controlFlowProfiler()) return nullptr;
  return clientData(vm).heldBytecode.over({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()});
}

namespace {

/// The one symbol among the names of a module: the variable of `export default expression`. No source can write it so.
constexpr std::string_view kDefaultVariable = "*default*";

void writeName(ByteWriter& out, const UniquedStringImpl* name) {
  if (name && name->isSymbol())
    out.text(kDefaultVariable);
  else
    out.text(name ? toUtf8(WTF::String(const_cast<UniquedStringImpl*>(name))) : std::string());
}

Identifier readName(JSC::VM& vm, ByteReader& in) {
  std::string_view text = in.text();
  return text == kDefaultVariable ? vm.propertyNames->starDefaultPrivateName : identifier(vm, text);
}

void writeVariables(ByteWriter& out, const VariableEnvironment& variables) {
  out.value(variables.mapSize());
  for (const auto& variable : variables) {
    writeName(out, variable.key.get());
    out.value(variable.value.bits());
  }
  out.value(variables.isEverythingCaptured());
}

VariableEnvironment readVariables(JSC::VM& vm, ByteReader& in) {
  VariableEnvironment variables;
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    Identifier name = readName(vm, in);
    variables.add(name).iterator->value = std::bit_cast<VariableEnvironmentEntry>(in.value<uint16_t>());
  }
  if (in.value<bool>()) variables.markAllVariablesAsCaptured();
  return variables;
}

using Record = AbstractModuleRecord;

// Values of SourceCodeType.
constexpr auto kProgramType = static_cast<SourceCodeType>(1);
constexpr auto kModuleType = static_cast<SourceCodeType>(3);

/// The classes of code blocks are not among the installed headers; each is an UnlinkedCodeBlock first.
Strong<UnlinkedCodeBlock> hold(JSC::VM& vm, void* code) {
  return Strong<UnlinkedCodeBlock>(vm, static_cast<UnlinkedCodeBlock*>(code));
}

}  // namespace

std::string describeRecord(const JSModuleRecord& record, CodeFeatures features) {
  ByteWriter out;
  out.value(features);
  writeVariables(out, record.declaredVariables());
  writeVariables(out, record.lexicalVariables());
  out.value(static_cast<uint32_t>(record.requestedModules().size()));
  for (const auto& request : record.requestedModules()) {
    writeName(out, request.m_specifier.get());
    out.value(request.m_attributes ? request.m_attributes->type() : ScriptFetchParameters::None);
    out.value(bool{request.m_attributes});
  }
  out.value(static_cast<uint32_t>(record.importEntries().size()));
  for (const auto& item : record.importEntries()) {
    out.value(item.value.type);
    writeName(out, item.value.moduleRequest.impl());
    writeName(out, item.value.importName.impl());
    writeName(out, item.value.localName.impl());
  }
  out.value(static_cast<uint32_t>(record.exportEntries().size()));
  for (const auto& item : record.exportEntries()) {
    out.value(item.value.type);
    writeName(out, item.value.exportName.impl());
    writeName(out, item.value.moduleName.impl());
    writeName(out, item.value.importName.impl());
    writeName(out, item.value.localName.impl());
  }
  out.value(static_cast<uint32_t>(record.starExportEntries().size()));
  for (const auto& name : record.starExportEntries()) writeName(out, name.get());
  return out.take();
}

JSModuleRecord* recordFrom(JSGlobalObject* global, const Identifier& key, const SourceCode& source,
                           std::string_view description) {
  JSC::VM& vm = global->vm();
  ByteReader in(description);
  auto features = in.value<CodeFeatures>();
  VariableEnvironment declared = readVariables(vm, in);
  VariableEnvironment lexical = readVariables(vm, in);
  if (!in.isGood()) return nullptr;
  JSModuleRecord* record =
      JSModuleRecord::create(global, vm, global->moduleRecordStructure(), key, source, declared, lexical, features);
  auto name = [&] { return readName(vm, in); };
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    Identifier specifier = name();
    auto type = in.value<ScriptFetchParameters::Type>();
    bool hasType = in.value<bool>();
    record->appendRequestedModule(specifier, hasType ? RefPtr(ScriptFetchParameters::create(type)) : nullptr);
  }
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    Record::ImportEntry entry;
    entry.type = in.value<Record::ImportEntryType>();
    entry.moduleRequest = name();
    entry.importName = name();
    entry.localName = name();
    record->addImportEntry(entry);
  }
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) {
    Record::ExportEntry entry;
    entry.type = in.value<Record::ExportEntry::Type>();
    entry.exportName = name();
    entry.moduleName = name();
    entry.importName = name();
    entry.localName = name();
    record->addExportEntry(entry);
  }
  for (uint32_t left = in.count(); left > 0 && in.isGood(); --left) record->addStarExportEntry(name());
  return in.isGood() ? record : nullptr;
}

// The engine's own cache of code has what was compiled a moment ago, so asking for it parses nothing.

void CompiledModules::addProgram(JSGlobalObject* global, std::shared_ptr<const graph::Artifact> artifact,
                                 const SourceCode& source) {
  JSC::VM& vm = global->vm();
  if (vm.controlFlowProfiler()) return;
  auto* executable = ProgramExecutable::create(global, source);
  // A wrapper declares nothing.
  if (executable->initializeGlobalProperties(vm, global, global->globalScope())) return;
  held_.push_back({std::move(artifact), source, hold(vm, executable->unlinkedCodeBlock()), {}, 0});
}

void CompiledModules::addModule(JSGlobalObject* global, std::shared_ptr<const graph::Artifact> artifact,
                                JSModuleRecord& record, CodeFeatures features) {
  JSC::VM& vm = global->vm();
  if (vm.controlFlowProfiler()) return;
  auto* executable = ModuleProgramExecutable::tryCreate(global, record.sourceCode());
  if (!executable) return;
  held_.push_back({std::move(artifact), record.sourceCode(), hold(vm, executable->unlinkedCodeBlock()),
                   Strong<JSModuleRecord>(vm, &record), features});
}

std::vector<CompiledModules::Compiled> CompiledModules::take(JSC::VM& vm) {
  JSLockHolder lock(vm);
  std::vector<Compiled> list;
  for (const Held& held : held_) {
    bool isModule = bool{held.record};
    BytecodeCacheError error;
    WTF::FileSystemImpl::FileHandle noFile;
    RefPtr<CachedBytecode> bytecode =
        serializeBytecode(vm, held.code.get(), held.source, isModule ? kModuleType : kProgramType,
                          isModule ? StrictModeLexicallyScopedFeature : NoLexicallyScopedFeatures,
                          isModule ? JSParserScriptMode::Module : JSParserScriptMode::Classic, noFile, error, {});
    if (!bytecode) continue;
    auto bytes = bytecode->span();
    list.push_back({held.artifact, isModule ? describeRecord(*held.record.get(), held.features) : std::string(),
                    std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
                    held.source.provider()->hash()});
  }
  held_.clear();
  return list;
}

}  // namespace weft::js
