# SPDX-License-Identifier: GPL-3.0-or-later
# One target per domain folder, and one table of the edges that are allowed between them.
# A new edge is a new word in this table, where a reviewer sees it.

set(STUDIO_EDGES
    "core/base:"
    "core/model:"
    "core/api:core/model"
    "core/api_json:core/model"
    "core/process:"
    "core/lsp:core/model core/process"
    "core/search:core/model core/process"
    "core/archive:"
    "core/git:core/process"
    "core/network:"
    "core/manifest:core/model"
    "core/config:"
    "core/preferences:"
    "core/schema:"
    "core/secrets:"
    "core/invocation:core/model"
    "core/toolchain:core/process"
    "core/collection:core/model core/api core/config core/invocation"
    "core/interchange:core/model core/api core/config core/invocation core/collection"
    "core/project:core/model core/manifest core/archive"
    "core/crates:core/model core/process core/toolchain core/manifest"
    "core/source:core/model core/archive core/manifest core/project core/process"
    "core/store:core/model core/archive"
    "core/runner:core/model core/process core/toolchain core/invocation"
    "core/compiler:core/model core/manifest core/archive core/project core/process core/toolchain"
    "core/trial:core/model core/archive core/compiler core/crates core/manifest core/process core/project core/toolchain"
    "core/local:core/model core/api core/archive core/compiler core/invocation core/process core/runner core/secrets core/source core/store core/toolchain"
    "core/remote:core/model core/api core/api_json core/archive core/config core/invocation core/secrets core/source"
    "core/workspace:core/model core/api core/archive core/compiler core/config core/git core/invocation core/manifest core/process core/project core/runner core/source core/toolchain core/crates core/trial core/lsp core/search core/schema core/collection core/interchange"
    "core/replay:core/model core/api core/api_json core/archive core/compiler core/invocation core/local core/toolchain core/workspace"
    "core/gateway:core/model core/api core/api_json core/invocation core/local core/runner core/store core/compiler core/process core/toolchain core/source core/archive core/secrets"
    "ui/common:"
    "ui/syntax:ui/common"
    "ui/editor:core/model core/git core/lsp core/workspace ui/common ui/syntax"
    "ui/project:core/model core/git core/search core/workspace ui/common ui/editor ui/syntax"
    "ui/dependencies:core/model core/crates core/workspace ui/common"
    "ui/console:core/model core/workspace ui/common"
    "ui/timing:core/model core/workspace ui/common"
    "ui/invoke:core/model core/api core/collection core/config core/lsp core/schema core/workspace ui/common ui/editor ui/syntax"
    "ui/platform:core/model core/api core/compiler core/toolchain core/invocation core/secrets core/remote core/replay core/workspace ui/common ui/syntax"
    "ui/collection:core/model core/api core/collection core/config core/invocation core/secrets core/workspace ui/common core/interchange"
    "ui/search:core/model core/search core/workspace ui/common"
    "ui/preferences:core/preferences ui/common"
    "ui/shell:core/model core/workspace ui/common"
    "app/studio:*"
    "app/cli:core/model core/api core/api_json core/local core/remote core/gateway core/workspace core/source core/manifest core/project core/toolchain core/config core/secrets core/invocation core/compiler core/collection core/replay core/interchange")

# studio_domain(core/archive [SOURCES …] [LINK …] [PRIVATE_LINK …])
# makes the static library studio_core_archive from the files of the folder it is called in, and SOURCES, which are
# generated. Other domains are linked by the table above, public libraries by LINK, those that no header shows by
# PRIVATE_LINK.
function(studio_domain name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK;PRIVATE_LINK")
    string(REPLACE "/" "_" target "studio_${name}")
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    list(APPEND arg_SOURCES ${sources})
    add_library(${target} STATIC ${arg_SOURCES})
    studio_run_moc_for_new_files(${target} "${arg_SOURCES}")
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC Qt6::Core QCoro6::Core ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    studio_use_precompiled(${target} ${name})
    if(NOT name STREQUAL "core/base")
        target_link_libraries(${target} PUBLIC studio_core_base)
    endif()
    studio_edges_of(${name} edges)
    foreach(edge IN LISTS edges)
        string(REPLACE "/" "_" dependency "studio_${edge}")
        target_link_libraries(${target} PUBLIC ${dependency})
    endforeach()
endfunction()

# Ninja runs moc again when a file changes that moc has read, but not when a file is new: its classes would have no
# meta object. So what tells that moc has run is removed when the list of files changes.
function(studio_run_moc_for_new_files target sources)
    set(list "${CMAKE_CURRENT_BINARY_DIR}/${target}_sources.txt")
    set(before "")
    if(EXISTS "${list}")
        file(READ "${list}" before)
    endif()
    if(NOT before STREQUAL sources)
        file(WRITE "${list}" "${sources}")
        file(REMOVE "${CMAKE_CURRENT_BINARY_DIR}/${target}_autogen/timestamp")
    endif()
endfunction()

function(studio_edges_of name result)
    foreach(row IN LISTS STUDIO_EDGES)
        if(row MATCHES "^${name}:(.*)$")
            separate_arguments(edges UNIX_COMMAND "${CMAKE_MATCH_1}")
            set(${result} "${edges}" PARENT_SCOPE)
            return()
        endif()
    endforeach()
    message(FATAL_ERROR "${name} has no row in STUDIO_EDGES (packaging/cmake/StudioTargets.cmake)")
endfunction()

# Reads every #include "folder/…" of the domains and stops the configure step where a domain reaches, directly or
# through the headers that it includes, a domain that the table does not give it. Also keeps widgets out of core, and
# nlohmann out of all but one file.
function(studio_check_edges)
    set(watched CONFIGURE_DEPENDS)
    if(CMAKE_SCRIPT_MODE_FILE) # in tests/bootstrap/edges_test.cmake, where nothing is built
        set(watched "")
    endif()
    foreach(row IN LISTS STUDIO_EDGES)
        string(REGEX REPLACE ":.*$" "" domain "${row}")
        file(GLOB_RECURSE files_of_${domain} ${watched} RELATIVE "${PROJECT_SOURCE_DIR}"
             "${PROJECT_SOURCE_DIR}/${domain}/*.h" "${PROJECT_SOURCE_DIR}/${domain}/*.cpp")
        foreach(file IN LISTS files_of_${domain})
            studio_read_includes("${domain}" "${file}" includes_of_${file})
        endforeach()
    endforeach()
    foreach(row IN LISTS STUDIO_EDGES)
        string(REGEX MATCH "^([^:]+):(.*)$" _ "${row}")
        set(domain "${CMAKE_MATCH_1}")
        separate_arguments(allowed UNIX_COMMAND "${CMAKE_MATCH_2}")
        list(APPEND allowed "${domain}" core/base)
        if("*" IN_LIST allowed)
            continue()
        endif()
        set(queue ${files_of_${domain}})
        set(seen ${queue})
        while(queue)
            list(POP_FRONT queue file)
            foreach(included IN LISTS includes_of_${file})
                if(included IN_LIST seen)
                    continue()
                endif()
                list(APPEND seen "${included}")
                list(APPEND queue "${included}")
                set(includer_of_${included} "${file}")
                string(REGEX MATCH "^[a-z]+/[a-z_]+" reached "${included}")
                if(NOT reached IN_LIST allowed)
                    set(way "${included}")
                    while(NOT file IN_LIST files_of_${domain})
                        string(PREPEND way "${file} → ")
                        set(file "${includer_of_${file}}")
                    endwhile()
                    message(FATAL_ERROR "${file}: ${domain} may not reach ${reached}, but includes ${way} "
                                        "(packaging/cmake/StudioTargets.cmake)")
                endif()
            endforeach()
        endwhile()
    endforeach()
endfunction()

# Sets `result` to the headers of domains that a file includes.
function(studio_read_includes domain file result)
    set(found "")
    file(STRINGS "${PROJECT_SOURCE_DIR}/${file}" includes REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS includes)
        if(line MATCHES "\"((core|ui|app)/[^\"]+)\"")
            list(APPEND found "${CMAKE_MATCH_1}")
        endif()
        # One reader of JSON, whose reads cannot throw: the library's own type stays behind it.
        if(line MATCHES "nlohmann" AND NOT file STREQUAL "core/base/json_parse.cpp")
            message(FATAL_ERROR "${file}: JSON is read through core/base/json.h; only json_parse.cpp includes nlohmann")
        endif()
        if(domain MATCHES "^core/" AND line MATCHES "<(QWidget|QMainWindow|QApplication|QGuiApplication|QPainter|Qsci/|KSyntaxHighlighting|QtWidgets|QtGui)")
            message(FATAL_ERROR "${file}: core links no Widgets, Gui, QScintilla or KSyntaxHighlighting")
        endif()
    endforeach()
    set(${result} "${found}" PARENT_SCOPE)
endfunction()

# A program that the studio starts, without Qt, installed in libexec (core/base/helper_program.h finds it). STATIC: it is
# there in a millisecond, and its copies are small; without sanitizers, which cannot be linked so.
function(studio_helper_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC" "" "SOURCES")
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    if(arg_STATIC)
        target_compile_options(${name} PRIVATE -fno-exceptions -fno-sanitize=all)
        target_link_options(${name} PRIVATE -static -fno-sanitize=all)
    endif()
    install(TARGETS ${name} DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/ignite-studio")
endfunction()

# studio_test(tst_name SOURCES … LINK …): one Qt Test program, one CTest test.
function(studio_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINK;LABELS")
    if(NOT arg_SOURCES)
        set(arg_SOURCES ${name}.cpp)
    endif()
    add_executable(${name} ${arg_SOURCES})
    set(kind core/base)
    if(arg_LINK MATCHES "studio_ui_|studio_app_window|Qt6::Widgets|Qt6::Gui")
        set(kind ui/common)
    endif()
    studio_use_precompiled(${name} ${kind})
    # Not joined (CMAKE_UNITY_BUILD): a test has one file, and the path of this checkout in its messages would keep other
    # checkouts from finding it in ccache.
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests" UNITY_BUILD OFF)
    target_link_libraries(${name} PRIVATE Qt6::Test studio_test_support ${arg_LINK})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(STUDIO_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 10")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
    if(arg_LABELS) # they take long: begun first, so that none of them is what the last minute waits for
        set_tests_properties(${name} PROPERTIES COST 50)
    endif()
    # A person's own configuration must never send a test to a real gateway.
    set_tests_properties(${name} PROPERTIES ENVIRONMENT_MODIFICATION
        "DODIL_CONFIG_DIR=set:${CMAKE_BINARY_DIR}/tests/no-configuration;IGNITE_CONFIG_DIR=unset:;IGNITE_API_ENDPOINT=unset:;DODIL_TOKEN=unset:;IGNITE_TOKEN=unset:;IGNITE_ORG_NAME=unset:;IGNITE_ORG_ID=unset:;IGNITE_DEBUG=unset:")
endfunction()
