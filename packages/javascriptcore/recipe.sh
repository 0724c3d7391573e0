# JavaScriptCore with WTF and bmalloc, the JSCOnly port, as static libraries.
# shellcheck shell=bash disable=SC2034,SC2154
version=2.50.6
source_package=webkit2gtk
source_version=2.50.6-1~deb12u2
source_archive=webkit2gtk_2.50.6.orig.tar.xz
source_sha256=2b281abf8894ffc6172152e5660b75eeeedbe1cc43d6783d09dc79f7c865bb42
source_top=webkitgtk-2.50.6
source_paths=(
    CMakeLists.txt
    Source/CMakeLists.txt
    Source/cmake
    Source/bmalloc
    Source/WTF
    Source/JavaScriptCore
)

# -w: warnings about this code are not ours to fix, and some of the analyses it switches on are slow.
# -fno-pch-timestamp: lets ccache recognise a precompiled header that was made again.
compile_flags="-w -g0 -fno-pic -fno-pie -ffunction-sections -fdata-sections -Xclang -fno-pch-timestamp"

# Headers that are the engine's own business, and ours: module records are made outside the stock loader.
embedder_headers=(
    runtime/JSModuleEnvironment.h runtime/JSModuleNamespaceObject.h runtime/LazyPropertyInlines.h
    runtime/SyntheticModuleRecord.h
    parser/ModuleAnalyzer.h parser/ModuleScopeData.h parser/Nodes.h parser/Parser.h parser/ParserFunctionInfo.h
    bytecode/ParseHash.h bytecompiler/Label.h
)

build_package() {
    local source=$1 build=$2 output=$3
    require_tool cmake ninja ruby gperf perl python3 unifdef lld-19
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    local options=(
        -G Ninja -DPORT=JSCOnly -DCMAKE_BUILD_TYPE=Release
        "-DCMAKE_C_COMPILER=$CC" "-DCMAKE_CXX_COMPILER=$CXX"
        "-DCMAKE_C_FLAGS=$compile_flags" "-DCMAKE_CXX_FLAGS=$compile_flags"
        "-DCMAKE_C_FLAGS_RELEASE=-O2 -DNDEBUG" "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG"
        "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld-19 -no-pie"
        -DCMAKE_AR="$(command -v llvm-ar-19 || command -v ar)"
        -DCMAKE_RANLIB="$(command -v llvm-ranlib-19 || command -v ranlib)"
        -DENABLE_STATIC_JSC=ON -DUSE_THIN_ARCHIVES=OFF
        -DENABLE_JAVASCRIPT_SHELL=OFF -DENABLE_TOOLS=OFF -DUSE_SYSTEM_UNIFDEF=ON
        -DENABLE_REMOTE_INSPECTOR=OFF
        "-DWEFT_JSC_BYTECODE_VERSION=0x${package_hash:0:8}u"
    )
    say "$name: configuring"
    cmake -S "$source" -B "$build" "${options[@]}" >"$build/configure.log" 2>&1 ||
        { tail -n 40 "$build/configure.log" >&2; return 1; }
    run_with_progress "$build/build.log" ninja -C "$build" -j "$jobs" bmalloc WTF JavaScriptCore \
        bmalloc_CopyHeaders WTF_CopyHeaders JavaScriptCore_CopyHeaders JavaScriptCore_CopyPrivateHeaders

    install_headers "$build" "$output"
    for header in "${embedder_headers[@]}"; do
        cp "$source/Source/JavaScriptCore/$header" "$output/JavaScriptCore/PrivateHeaders/JavaScriptCore/"
    done
    mkdir -p "$output/lib"
    local library
    for library in JavaScriptCore WTF bmalloc; do
        cp "$build/lib/lib$library.a" "$output/lib/"
    done
    install_licences "$source" "$output/licenses"
}

install_headers() {
    local build=$1 output=$2 folder
    cp "$build/cmakeconfig.h" "$output/"
    for folder in JavaScriptCore/Headers JavaScriptCore/PrivateHeaders WTF/Headers bmalloc/Headers; do
        mkdir -p "$output/$folder"
        cp -RL "$build/$folder/." "$output/$folder/"
    done
}

# The licence texts of what is compiled in, by the name that NOTICE uses.
install_licences() {
    local source=$1/Source output=$2
    mkdir -p "$output"
    cp "$source/JavaScriptCore/COPYING.LIB" "$output/JavaScriptCore-LGPL-2.txt"
    # Most files carry the two-clause BSD licence in their first lines.
    sed -n '1,/^ \*\//p' "$source/JavaScriptCore/runtime/JSCBytecodeCacheVersion.cpp" >"$output/JavaScriptCore-BSD-2-Clause.txt"
    cp "$source/JavaScriptCore/disassembler/zydis/LICENSE-zydis.txt" "$output/zydis.txt"
    cp "$source/JavaScriptCore/disassembler/zydis/LICENSE-zycore.txt" "$output/zycore.txt"
    cp "$source/WTF/LICENSE-dragonbox.txt" "$output/dragonbox.txt"
    cp "$source/WTF/LICENSE-LLVM.txt" "$output/WTF-LLVM.txt"
    cp "$source/WTF/LICENSE-libc++.txt" "$output/WTF-libc++.txt"
    cp "$source/WTF/LICENSE-simde.txt" "$output/simde.txt"
    cp "$source/WTF/wtf/fast_float/LICENSE" "$output/fast_float.txt"
    cp "$source/WTF/wtf/simdutf/LICENSE-simdutf.txt" "$output/simdutf.txt"
    cp "$source/WTF/wtf/dtoa/LICENSE" "$output/double-conversion.txt"
}
