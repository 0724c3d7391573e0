# `weft --licenses`: LICENSE, NOTICE and the licence texts of what is linked, in one embedded file
# between weft_licenses_begin and weft_licenses_end (library weft_licenses).

set(licenses_file ${CMAKE_BINARY_DIR}/licenses.txt)
set(license_inputs ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE)
foreach(folder IN ITEMS "${WEFT_ENGINE_DIR}" "${WEFT_BORINGSSL_DIR}" "${WEFT_SIMDJSON_DIR}")
    if(folder)
        file(GLOB texts ${folder}/licenses/*.txt)
        list(APPEND license_inputs ${texts})
    endif()
endforeach()
foreach(package IN ITEMS libuv1-dev libc-ares-dev libicu-dev node-llhttp
        zlib1g-dev libdeflate-dev libbrotli-dev libzstd-dev libargon2-dev libxxhash-dev)
    if(EXISTS /usr/share/doc/${package}/copyright)
        list(APPEND license_inputs /usr/share/doc/${package}/copyright)
    endif()
endforeach()

add_custom_command(
    OUTPUT ${licenses_file}
    COMMAND ${PROJECT_SOURCE_DIR}/tools/join-licenses ${licenses_file} ${license_inputs}
    DEPENDS ${license_inputs} ${PROJECT_SOURCE_DIR}/tools/join-licenses
    VERBATIM
)
add_custom_target(licenses DEPENDS ${licenses_file})
weft_embed(NAME weft_licenses SYMBOL weft_licenses FILE ${licenses_file} DEPENDS licenses)
