#pragma once
// JavaScriptCore's headers, for src/engine only: the precompiled header of this folder.

#include "cmakeconfig.h"

// First: it sets up what the others need.
#include <JavaScriptCore/JSCInlines.h>

#include <JavaScriptCore/ArrayBuffer.h>
#include <JavaScriptCore/BuiltinNames.h>
#include <JavaScriptCore/BytecodeCacheError.h>
#include <JavaScriptCore/CachedBytecode.h>
#include <JavaScriptCore/CatchScope.h>
#include <JavaScriptCore/Completion.h>
#include <JavaScriptCore/CustomGetterSetter.h>
#include <JavaScriptCore/Error.h>
#include <JavaScriptCore/ErrorInstance.h>
#include <JavaScriptCore/Exception.h>
#include <JavaScriptCore/ExceptionHelpers.h>
#include <JavaScriptCore/GetterSetter.h>
#include <JavaScriptCore/GlobalObjectMethodTable.h>
#include <JavaScriptCore/Identifier.h>
#include <JavaScriptCore/InitializeThreading.h>
#include <JavaScriptCore/IsoHeapCellType.h>
#include <JavaScriptCore/JSArray.h>
#include <JavaScriptCore/JSArrayBuffer.h>
#include <JavaScriptCore/JSArrayBufferView.h>
#include <JavaScriptCore/JSBigInt.h>
#include <JavaScriptCore/JSGlobalObject.h>
#include <JavaScriptCore/JSInternalPromise.h>
#include <JavaScriptCore/JSMapInlines.h>
#include <JavaScriptCore/JSModuleEnvironment.h>
#include <JavaScriptCore/JSModuleLoader.h>
#include <JavaScriptCore/JSModuleNamespaceObject.h>
#include <JavaScriptCore/JSModuleRecord.h>
#include <JavaScriptCore/JSNativeStdFunction.h>
#include <JavaScriptCore/JSPromise.h>
#include <JavaScriptCore/JSSourceCode.h>
#include <JavaScriptCore/JSTypedArrays.h>
#include <JavaScriptCore/LazyPropertyInlines.h>
#include <JavaScriptCore/MicrotaskQueue.h>
#include <JavaScriptCore/ModuleAnalyzer.h>
#include <JavaScriptCore/ObjectConstructor.h>
#include <JavaScriptCore/Parser.h>
#include <JavaScriptCore/SourceCode.h>
#include <JavaScriptCore/SourceProvider.h>
#include <JavaScriptCore/StrongInlines.h>
#include <JavaScriptCore/SubspaceInlines.h>
#include <JavaScriptCore/Symbol.h>
#include <JavaScriptCore/SyntheticModuleRecord.h>
#include <JavaScriptCore/VM.h>
#include <JavaScriptCore/VMTrapsInlines.h>
#include <JavaScriptCore/WeakInlines.h>
#include <wtf/RunLoop.h>
#include <wtf/text/ExternalStringImpl.h>
#include <wtf/text/MakeString.h>
