# simdjson, one translation unit.
# shellcheck shell=bash disable=SC2034,SC2154
version=3.0.1
source_package=simdjson
source_version=3.0.1-1
source_archive=simdjson_3.0.1.orig.tar.gz
source_sha256=156b1bc5eb0561b2bd166b46d191fd3d95a3e709cc63761477d3b7aec2b6e9ed
source_top=simdjson-3.0.1
source_paths=(singleheader LICENSE)

# The definitions hold for those who include the header too: without exceptions, errors are values.
compile_flags=(-std=c++20 -O2 -DNDEBUG -fno-pic -fno-pie -fno-exceptions -fno-rtti
    -ffunction-sections -fdata-sections -DSIMDJSON_EXCEPTIONS=0)

build_package() {
    local source=$1 build=$2 output=$3
    require_tool llvm-ar-19
    mkdir -p "$output/include" "$output/lib" "$output/licenses"
    "$CXX" "${compile_flags[@]}" -c "$source/singleheader/simdjson.cpp" -o "$build/simdjson.o"
    rm -f "$output/lib/libsimdjson.a"
    llvm-ar-19 rcs "$output/lib/libsimdjson.a" "$build/simdjson.o"
    cp "$source/singleheader/simdjson.h" "$output/include/"
    cp "$source/LICENSE" "$output/licenses/simdjson.txt"
}
