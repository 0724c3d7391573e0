# What `weft init` writes: the templates and weft's types, in one embedded file between weft_init_files_begin and
# weft_init_files_end (library weft_init_files).

set(init_files ${CMAKE_BINARY_DIR}/init_files.bin)
set(templates_folder ${PROJECT_SOURCE_DIR}/src/cli/templates)
set(types_folder ${PROJECT_SOURCE_DIR}/packages/weft-types)
file(GLOB_RECURSE template_files CONFIGURE_DEPENDS ${templates_folder}/*)
file(GLOB type_files CONFIGURE_DEPENDS ${types_folder}/*.d.ts)

add_custom_command(
    OUTPUT ${init_files}
    COMMAND ${PROJECT_SOURCE_DIR}/tools/pack-files ${init_files}
            ${templates_folder} templates ${template_files} -- ${types_folder} types ${type_files}
    DEPENDS ${template_files} ${type_files} ${PROJECT_SOURCE_DIR}/tools/pack-files
    VERBATIM
)
add_custom_target(init_files DEPENDS ${init_files})
weft_embed(NAME weft_init_files SYMBOL weft_init_files FILE ${init_files} DEPENDS init_files)
