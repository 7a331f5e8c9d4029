// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/local_platform.h"
#include "tests/support/places.h"
#include "ui/mainwindow/main_window.h"

namespace studio::test {

/// Where the crates of a window's compiles stay warm, apart from those of tests that hold CTest's lock `cargo`.
inline QString windowCache()
{
    return testCache() + QStringLiteral("/ignite-studio");
}

/// Everything behind one window, as the program composes it, at home in one folder.
struct Studio
{
    explicit Studio(const QString &home, const QString &cache = windowCache())
        : paths{.data = home + QStringLiteral("/data"),
                .cache = cache,
                .config = home + QStringLiteral("/config"),
                .resources = sourcePath("/resources")}
        , compiler(paths)
        , loop(&compiler, &client)
        , platform(paths, &compiler, &client)
        , window({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform})
    {
        loop.setRecorder(platform.recorder());
    }

    Paths paths;
    Compiler compiler;
    HttpClient client;
    DevLoop loop;
    LocalPlatform platform;
    MainWindow window;
};

} // namespace studio::test
