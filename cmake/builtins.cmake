# builtins/**/*.ts, transpiled one to one, compiled to bytecode by the host tool weft-mkbuiltins, and
# embedded between weft_builtins_begin and weft_builtins_end (library weft_builtins).
#
#   builtins/node/path.ts  ->  <build>/builtins/js/node/path.js  ->  <build>/builtins/builtins.bin
#
# The transpiler is a pinned npm package for as long as weft has none of its own.

set(builtins_source ${PROJECT_SOURCE_DIR}/builtins)
set(builtins_start ${PROJECT_SOURCE_DIR}/tools/mkbuiltins/start.txt)
set(builtins_output ${CMAKE_BINARY_DIR}/builtins)
set(transpiler ${PROJECT_SOURCE_DIR}/tools/transpiler)
file(GLOB_RECURSE builtins CONFIGURE_DEPENDS ${builtins_source}/*.ts)
list(FILTER builtins EXCLUDE REGEX "\\.(d|test)\\.ts$")
file(GLOB builtins_compiler_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/mkbuiltins/*.cpp)

add_custom_command(
    OUTPUT ${builtins_output}/js.stamp
    COMMAND ${transpiler}/run ${builtins_source} ${builtins_output}/js
    COMMAND ${CMAKE_COMMAND} -E touch ${builtins_output}/js.stamp
    DEPENDS ${builtins} ${transpiler}/run ${transpiler}/transpile.mjs ${transpiler}/plain_exports.mjs ${transpiler}/package-lock.json
    COMMENT "Transpiling builtins"
    VERBATIM
)

if(builtins_compiler_sources AND TARGET javascriptcore)
    add_custom_command(
        OUTPUT ${builtins_output}/builtins.bin
        COMMAND weft-mkbuiltins ${builtins_output}/js ${builtins_start} ${builtins_output}/builtins.bin
        DEPENDS weft-mkbuiltins ${builtins_start} ${builtins_output}/js.stamp
        COMMENT "Compiling builtins to bytecode"
        VERBATIM
    )
    add_custom_target(builtins DEPENDS ${builtins_output}/builtins.bin)
    weft_embed(NAME weft_builtins SYMBOL weft_builtins FILE ${builtins_output}/builtins.bin DEPENDS builtins)
endif()

# The host tool, once the engine's folder is known.
function(weft_builtins_compiler)
    if(TARGET weft_builtins)
        weft_executable(NAME weft-mkbuiltins MAIN ${builtins_compiler_sources} DEPENDS engine)
    endif()
endfunction()
