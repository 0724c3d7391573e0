# Third-party packages. packages/README.md says how they are built.

# Sets <variable> to the folder of package <name>, or to nothing if it hasn't been built. A value given
# on the command line (-D<variable>=...) wins.
function(weft_find_package_dir name variable)
    file(GLOB_RECURSE recipe CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/packages/${name}/*)
    set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${recipe})
    if(${variable})
        return()
    endif()
    execute_process(
        COMMAND ${PROJECT_SOURCE_DIR}/packages/build --print-dir ${name}
        OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE
        RESULT_VARIABLE failed
    )
    if(failed OR NOT IS_DIRECTORY "${folder}")
        message(STATUS "${name}: not built yet (packages/build ${name}); what needs it is left out")
        set(folder "")
    else()
        message(STATUS "${name}: ${folder}")
    endif()
    set(${variable} "${folder}" PARENT_SCOPE)
endfunction()

# A library of the distribution, as a static archive.
function(weft_static_archive target archive)
    find_library(${target}_archive NAMES ${archive} REQUIRED)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${${target}_archive})
endfunction()

find_package(Threads REQUIRED)
weft_static_archive(libuv libuv_a.a)
target_link_libraries(libuv INTERFACE Threads::Threads dl rt)
weft_static_archive(libcares libcares.a)

# llhttp comes as the C that it generates.
find_path(llhttp_source_dir NAMES llhttp.c PATHS /usr/share/llhttp REQUIRED NO_DEFAULT_PATH)
find_path(llhttp_include_dir NAMES llhttp/llhttp.h PATHS /usr/share/include REQUIRED NO_DEFAULT_PATH)
add_library(llhttp STATIC ${llhttp_source_dir}/api.c ${llhttp_source_dir}/http.c ${llhttp_source_dir}/llhttp.c)
target_include_directories(llhttp SYSTEM PUBLIC ${llhttp_include_dir} PRIVATE ${llhttp_include_dir}/llhttp)
# As Node.js 22 has it: what is not to the letter is refused, else requests could be smuggled past a proxy.
target_compile_definitions(llhttp PUBLIC LLHTTP_STRICT_MODE=1)
target_compile_options(llhttp PRIVATE -w)

# What node:zlib compresses with.
weft_static_archive(zlib libz.a)
weft_static_archive(deflate libdeflate.a)
weft_static_archive(zstd libzstd.a)
weft_static_archive(brotli_common libbrotlicommon.a)
weft_static_archive(brotli_decoder libbrotlidec.a)
weft_static_archive(brotli_encoder libbrotlienc.a)
add_library(brotli INTERFACE)
target_link_libraries(brotli INTERFACE brotli_encoder brotli_decoder brotli_common m)

# Weft.password and Weft.hash. xxHash is its header alone.
weft_static_archive(argon2 libargon2.a)
find_path(xxhash_include_dir NAMES xxhash.h REQUIRED)

weft_find_package_dir(simdjson WEFT_SIMDJSON_DIR)
if(WEFT_SIMDJSON_DIR)
    add_library(simdjson INTERFACE)
    target_include_directories(simdjson SYSTEM INTERFACE ${WEFT_SIMDJSON_DIR}/include)
    target_compile_definitions(simdjson INTERFACE SIMDJSON_EXCEPTIONS=0)
    target_link_libraries(simdjson INTERFACE ${WEFT_SIMDJSON_DIR}/lib/libsimdjson.a)
endif()

weft_find_package_dir(boringssl WEFT_BORINGSSL_DIR)
if(WEFT_BORINGSSL_DIR)
    add_library(boringssl INTERFACE)
    target_include_directories(boringssl SYSTEM INTERFACE ${WEFT_BORINGSSL_DIR}/include)
    target_link_libraries(boringssl INTERFACE
        ${WEFT_BORINGSSL_DIR}/lib/libssl.a ${WEFT_BORINGSSL_DIR}/lib/libcrypto.a Threads::Threads)
endif()

if(WEFT_ENGINE)
    weft_find_package_dir(javascriptcore WEFT_ENGINE_DIR)
endif()
if(WEFT_ENGINE AND WEFT_ENGINE_DIR)
    weft_static_archive(icu_i18n libicui18n.a)
    weft_static_archive(icu_uc libicuuc.a)
    weft_static_archive(icu_data libicudata.a)

    # Two faces: javascriptcore is what links, javascriptcore_headers what src/engine alone compiles with.
    add_library(javascriptcore INTERFACE)
    target_link_libraries(javascriptcore INTERFACE
        ${WEFT_ENGINE_DIR}/lib/libJavaScriptCore.a
        ${WEFT_ENGINE_DIR}/lib/libWTF.a
        ${WEFT_ENGINE_DIR}/lib/libbmalloc.a
        icu_i18n icu_uc icu_data Threads::Threads dl -l:libatomic.a)

    add_library(javascriptcore_headers INTERFACE)
    target_include_directories(javascriptcore_headers SYSTEM INTERFACE
        ${WEFT_ENGINE_DIR}
        ${WEFT_ENGINE_DIR}/JavaScriptCore/Headers
        ${WEFT_ENGINE_DIR}/JavaScriptCore/PrivateHeaders
        ${WEFT_ENGINE_DIR}/WTF/Headers
        ${WEFT_ENGINE_DIR}/bmalloc/Headers)
    target_compile_definitions(javascriptcore_headers INTERFACE
        BUILDING_JSCONLY__ BUILDING_WITH_CMAKE=1 HAVE_CONFIG_H=1 PAS_BMALLOC=1
        STATICALLY_LINKED_WITH_JavaScriptCore STATICALLY_LINKED_WITH_WTF STATICALLY_LINKED_WITH_bmalloc)
    # The archives are compiled so, and NDEBUG decides the layout of classes: it holds in debug presets too.
    target_compile_options(javascriptcore_headers INTERFACE -DNDEBUG -Wno-unused-parameter -Wno-extra-semi)
endif()
