// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "tests/support/places.h"
#include "tests/ui/visible_text.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
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

    /// Whether a label that can be seen has these words.
    [[nodiscard]] bool isSaid(const QString &words) const { return hasVisibleText(window, words); }
    /// What the banner says; nothing where it is hidden.
    [[nodiscard]] QString bannerText() const
    {
        return window.banner()->isVisible() ? window.banner()->text() : QString();
    }
    [[nodiscard]] QString consoleText() const
    {
        const ConsoleView *const view = window.console()->view();
        QStringList lines;
        for (qint64 line = view->buffer().firstLine(); line < view->buffer().endLine(); ++line) {
            lines << view->text(line);
        }
        return lines.join(u'\n');
    }

    Paths paths;
    Compiler compiler;
    HttpClient client;
    DevLoop loop;
    LocalPlatform platform;
    MainWindow window;
};

} // namespace studio::test
