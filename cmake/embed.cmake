# weft_embed(NAME <target> SYMBOL <prefix> FILE <path> [DEPENDS <target or file>...])
#
# A static library that holds a file's bytes between the symbols <prefix>_begin and <prefix>_end:
#   extern "C" const char weft_builtins_begin[], weft_builtins_end[];
# The bytes begin at a page, so that a mapping can be given away as it is.
function(weft_embed)
    cmake_parse_arguments(arg "" "NAME;SYMBOL;FILE" "DEPENDS" ${ARGN})
    set(stub ${CMAKE_BINARY_DIR}/embed/${arg_NAME}.S)
    set(WEFT_EMBED_SYMBOL ${arg_SYMBOL})
    set(WEFT_EMBED_FILE ${arg_FILE})
    configure_file(${PROJECT_SOURCE_DIR}/cmake/embed.S.in ${stub} @ONLY)
    set_source_files_properties(${stub} PROPERTIES OBJECT_DEPENDS "${arg_FILE}")
    add_library(${arg_NAME} STATIC ${stub})
    if(arg_DEPENDS)
        add_dependencies(${arg_NAME} ${arg_DEPENDS})
    endif()
endfunction()
