# SPDX-License-Identifier: GPL-3.0-or-later
# The check of the edges between folders, on a small tree of folders: what it lets pass, and what it stops, with the
# way by which a forbidden folder is reached.
#   cmake -P edges_test.cmake            runs all cases
#   cmake -DCASE=NAME … -P edges_test.cmake   one, in a process of its own, because a failure ends it
cmake_minimum_required(VERSION 3.28)

# name | files, each PATH=INCLUDED… | part of the message; empty: nothing is wrong
set(cases
    "allowed edges|core/base/a.h= core/model/b.h=core/base/a.h core/store/c.cpp=core/model/b.h|"
    "a direct include|core/base/a.h= core/model/b.h=core/store/c.h core/store/c.h=|core/model/b.h: core/model may not reach core/store"
    "through a header|core/model/b.h= core/store/c.h=core/model/b.h ui/pane/d.h=core/store/c.h|ui/pane/d.h: ui/pane may not reach core/model, but includes core/store/c.h → core/model/b.h"
    "base reaches nothing|core/base/a.h=core/model/b.h core/model/b.h=|core/base/a.h: core/base may not reach core/model"
    "a cycle of headers|core/model/b.h=core/model/c.h core/model/c.h=core/model/b.h|"
    "widgets in core|core/model/b.h=<QWidget>|core links no Widgets"
    "another reader of JSON|core/model/b.h=<nlohmann/json.hpp>|only json_parse.cpp includes nlohmann")

if(DEFINED CASE)
    include("${CMAKE_CURRENT_LIST_DIR}/../../packaging/cmake/StudioTargets.cmake")
    set(STUDIO_EDGES "core/base:" "core/model:" "core/store:core/model" "ui/pane:core/store")
    set(PROJECT_SOURCE_DIR "${CASE}")
    studio_check_edges()
    return()
endif()

foreach(case IN LISTS cases)
    string(REPLACE "|" ";" parts "${case}")
    list(GET parts 0 name)
    list(GET parts 1 files)
    list(GET parts 2 expected)
    set(tree "${CMAKE_CURRENT_BINARY_DIR}/edges/${name}")
    file(REMOVE_RECURSE "${tree}")
    separate_arguments(files UNIX_COMMAND "${files}")
    foreach(file IN LISTS files)
        string(REGEX MATCH "^([^=]+)=(.*)$" _ "${file}")
        set(path "${CMAKE_MATCH_1}")
        set(included "${CMAKE_MATCH_2}")
        if(included MATCHES "^<")
            file(WRITE "${tree}/${path}" "#include ${included}\n")
        elseif(included)
            file(WRITE "${tree}/${path}" "#include \"${included}\"\n")
        else()
            file(WRITE "${tree}/${path}" "")
        endif()
    endforeach()
    execute_process(COMMAND "${CMAKE_COMMAND}" "-DCASE=${tree}" -P "${CMAKE_CURRENT_LIST_FILE}"
                    RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_VARIABLE said)
    string(REGEX REPLACE "[ \n]+" " " said "${said}")
    if(expected STREQUAL "" AND NOT result EQUAL 0)
        message(SEND_ERROR "${name}: nothing is wrong, but: ${said}")
    elseif(NOT expected STREQUAL "")
        string(FIND "${said}" "${expected}" at)
        if(result EQUAL 0 OR at LESS 0)
            message(SEND_ERROR "${name}: “${expected}” is missing (exit ${result}) in: ${said}")
        endif()
    endif()
endforeach()
