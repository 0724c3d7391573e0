# Compiler, linker and the flags that hold for every file.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
# weft is one position-dependent executable: smaller code and no relocations at start-up.
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)

if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
    message(FATAL_ERROR "weft is built with clang 19 or newer; use a preset: cmake --preset release")
endif()

find_program(WEFT_CCACHE ccache)
if(WEFT_CCACHE)
    # What ccache must overlook to recognise a file that uses a precompiled header.
    set(launcher ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${WEFT_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_compile_options(
    -fno-pic -fno-pie
    -ffunction-sections -fdata-sections
    -fvisibility=hidden
    # CHECK shows file names: of the tree, not of the machine that built it.
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
    -fno-strict-aliasing
    -Wall -Wextra -Wimplicit-fallthrough -Wextra-semi
    -Werror=return-type -Werror=unused-result
    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
    "$<$<COMPILE_LANGUAGE:C,CXX>:SHELL:-Xclang -fno-pch-timestamp>"
)

add_link_options(
    -fuse-ld=lld-19 -no-pie
    -Wl,--gc-sections -Wl,--build-id
    -static-libstdc++ -static-libgcc
)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_link_options(-Wl,--icf=safe -Wl,-O2)
endif()

# Sanitizers, by WEFT_SANITIZE=<list of -fsanitize names>.
if(WEFT_SANITIZE)
    add_compile_options(
        -fsanitize=${WEFT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        # No type information, which these two need.
        -fno-sanitize=vptr,function
        # The engine's collector looks for references on the real stack.
        -fsanitize-address-use-after-return=never
        -fsanitize-ignorelist=${PROJECT_SOURCE_DIR}/cmake/sanitizer-ignorelist.txt
    )
    add_link_options(-fsanitize=${WEFT_SANITIZE})
    # The engine's archives are not instrumented, and its headers must agree with them.
    add_compile_definitions(ASAN_ENABLED=0)
endif()
