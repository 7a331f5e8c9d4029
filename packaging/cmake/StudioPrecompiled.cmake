# SPDX-License-Identifier: GPL-3.0-or-later
# Reading Qt, QCoro, CLI11 and Asio again for each file is two thirds of a build from nothing, so that each kind of file
# gets what it reads compiled once. Only headers of others belong here: one of ours would compile everything anew when it is
# touched. Files include what they use all the same; the presets tidy and fuzz build without this and would say so. So does
# tsan: GCC's debug information has no full names for what comes out of a precompiled header, and suppressions go by name.

# studio_use_precompiled(target domain): the target uses the precompiled headers that are meant for the domain's files.
function(studio_use_precompiled target domain)
    set(kind core)
    if(domain MATCHES "^(ui/|app/studio)")
        set(kind ui)
    elseif(domain MATCHES "^core/(gateway|invocation)$")
        set(kind gateway)
    elseif(domain STREQUAL "app/cli")
        set(kind cli)
    endif()
    target_precompile_headers(${target} REUSE_FROM studio_precompiled_${kind})
    studio_optimize(${target} ${kind})
endfunction()

# The window and the command line mostly call Qt and core: with -O1 they take a third less time to compile. Precompiled
# headers can be used with the level only with which they were made.
function(studio_optimize target kind)
    if(CMAKE_BUILD_TYPE STREQUAL "Release" AND kind MATCHES "^(ui|cli)$")
        target_compile_options(${target} PRIVATE -O1)
    endif()
endfunction()

# studio_precompile(kind HEADERS … LINK …)
function(studio_precompile kind)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LINK")
    set(source "${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "" @ONLY)
    set(target studio_precompiled_${kind})
    add_library(${target} OBJECT "${source}")
    set_target_properties(${target} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${target} PRIVATE ${arg_LINK})
    target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_precompile_headers(${target} PRIVATE ${arg_HEADERS})
    studio_optimize(${target} ${kind})
endfunction()

set(std_headers <algorithm> <array> <atomic> <chrono> <deque> <filesystem> <functional> <map> <memory> <optional> <span> <stop_token>
    <string> <vector>)
# The one header of ours: it must be read before QCoro, and does not change. By its short name: with the path of this checkout in
# it, no other checkout finds what was compiled in ccache.
set(core_headers <core/base/task_nodiscard.h> ${std_headers} <QByteArray> <QCryptographicHash> <QDateTime> <QDir> <QFile> <QFileInfo> <QFuture> <QHash> <QList>
    <QObject> <QPointer> <QProcessEnvironment> <QRegularExpression> <QSet> <QString> <QStringList> <QTemporaryDir> <QTextStream>
    <QTimer> <QtConcurrentRun> <QCoroFuture> <QCoroSignal> <QCoroTask> <QCoroTimer>)
set(core_links Qt6::Core Qt6::Concurrent QCoro6::Core)
studio_precompile(core HEADERS ${core_headers} LINK ${core_links})
studio_precompile(ui HEADERS ${core_headers} <QAction> <QApplication> <QBoxLayout> <QDialog> <QHeaderView> <QKeyEvent> <QLabel> <QLineEdit>
    <QMainWindow> <QMenu> <QPainter> <QPlainTextEdit> <QPushButton> <QScrollBar> <QSplitter> <QStackedWidget> <QTabWidget> <QToolButton>
    <QTreeView> <QWidget> LINK ${core_links} Qt6::Widgets)
# CLI11's own way to be compiled once (app/cli/cli11.cpp) instead of in each file.
target_compile_definitions(CLI11::CLI11 INTERFACE CLI11_COMPILE)
studio_precompile(cli HEADERS ${core_headers} <CLI/CLI.hpp> LINK ${core_links} CLI11::CLI11)
studio_precompile(gateway HEADERS ${core_headers} <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/asio/io_context.hpp>
    <boost/asio/ip/tcp.hpp> <boost/asio/redirect_error.hpp> <boost/asio/steady_timer.hpp> <boost/asio/use_awaitable.hpp>
    <boost/asio/write.hpp> <boost/beast/core/flat_buffer.hpp> <boost/beast/http/basic_parser.hpp> LINK ${core_links} Boost::headers)
