# SPDX-License-Identifier: GPL-3.0-or-later
# What every target is compiled with.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_UNITY_BUILD_RELOCATABLE ON) # else a joined file holds this checkout's path, and no other one finds it in ccache
set(CMAKE_CXX_SCAN_FOR_MODULES OFF) # no modules here, and scanning doubles the steps
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess) # ccache can tell what a precompiled header holds only with this
endif()
# mold and lld link the window in a tenth of the time of ld.bfd; either is optional.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT STUDIO_SANITIZE)
    find_program(MOLD mold)
    if(MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

# Members left out of a designated initialiser have defaults here, so that warning says nothing.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror
                    -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16)
    # GCC 14 reports temporaries inside coroutine frames as dangling or uninitialised where they are not.
    add_compile_options(-Wno-maybe-uninitialized -Wno-dangling-reference)
endif()
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It is meant for types in headers, which differ from file to file, and takes each .cpp of a batch for a header. The
    # presets that build file by file keep it.
    add_compile_options(-Wno-subobject-linkage)
endif()
add_compile_definitions(
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS
    QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060800
    IGNITE_STUDIO_VERSION="${PROJECT_VERSION}")

set(STUDIO_SANITIZE "" CACHE STRING "Sanitizers: address,undefined or thread")
if(STUDIO_SANITIZE)
    # A finding of the undefined behaviour sanitizer ends the program like the others do: printed only, no test would see it.
    add_compile_options(-fsanitize=${STUDIO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${STUDIO_SANITIZE})
    if(STUDIO_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Asio's fences are not seen by this sanitizer, which GCC warns of: what only they order would be reported as a race.
        add_compile_options(-Wno-tsan)
    endif()
endif()

option(STUDIO_FUZZ "Build the fuzz targets with clang's libFuzzer" OFF)
if(STUDIO_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # all code is watched, only the fuzzers have its main function
endif()
