# BoringSSL's crypto and ssl libraries. Assembly and error data come generated with this source, so
# that neither Go nor Perl is needed.
# shellcheck shell=bash disable=SC2034,SC2154
version=13.0.0+r24
source_package=android-platform-external-boringssl
source_version=13.0.0+r24-2
source_archive=android-platform-external-boringssl_13.0.0+r24.orig.tar.xz
source_sha256=583b7aeee1fca68b8244d086cea6fca23bd19d517bd63f0b9de714e048f92a7d
source_top=android-platform-external-boringssl-13.0.0+r24
source_paths=(android-sources.cmake err_data.c linux-x86_64
    src/LICENSE src/include src/crypto src/ssl src/third_party/fiat)

build_package() {
    local source=$1 build=$2 output=$3
    require_tool cmake ninja
    cmake -G Ninja -S "$package_root" -B "$build" -DSOURCE="$source" -DCMAKE_BUILD_TYPE=Release \
        "-DCMAKE_C_COMPILER=$CC" "-DCMAKE_CXX_COMPILER=$CXX" >"$build/configure.log" 2>&1 ||
        { tail -n 40 "$build/configure.log" >&2; return 1; }
    run_with_progress "$build/build.log" ninja -C "$build" -j "$jobs"
    mkdir -p "$output/lib" "$output/include" "$output/licenses"
    cp "$build/libcrypto.a" "$build/libssl.a" "$output/lib/"
    cp -R "$source/src/include/openssl" "$output/include/"
    cp "$source/src/LICENSE" "$output/licenses/BoringSSL.txt"
    cp "$source/src/third_party/fiat/LICENSE" "$output/licenses/fiat-crypto.txt"
}
