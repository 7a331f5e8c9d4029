# SPDX-License-Identifier: GPL-3.0-or-later
# Runs moc by way of moc.sh.in, which keeps it from reading every header that a file includes. AUTOMOC runs what the
# target Qt6::moc names.
foreach(configuration NONE RELEASE RELWITHDEBINFO)
    get_target_property(studio_moc Qt6::moc IMPORTED_LOCATION_${configuration})
    if(studio_moc AND NOT studio_moc MATCHES "\\.sh$")
        configure_file("${CMAKE_CURRENT_LIST_DIR}/moc.sh.in" "${CMAKE_BINARY_DIR}/moc.sh" @ONLY FILE_PERMISSIONS
                       OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
        set_target_properties(Qt6::moc PROPERTIES IMPORTED_LOCATION_${configuration} "${CMAKE_BINARY_DIR}/moc.sh")
        set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF) # what the compiler defines is asked for those headers only
        break()
    endif()
endforeach()
