// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/studio_window.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/workspace.h"
#include "tests/support/places.h"
#include "tests/ui/visible_text.h"
#include "ui/common/banner.h"
#include "ui/common/tool_pane.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/console/problems_pane.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/shell/instance_status.h"
#include "ui/shell/theme_switcher.h"

#include <QAction>

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
        , loop(&compiler)
        , platform(paths, &compiler, &client)
        , composed({.paths = paths, .compiler = &compiler, .loop = &loop, .platform = &platform})
        , window(*composed.window())
    {
        platform.setDevSource(loop.source());
    }

    void open(const QString &folder) { composed.open(folder); }
    [[nodiscard]] BuildActions *actions() const { return composed.workspace()->actions(); }
    void setDark(bool isDark) const
    {
        composed.themes()->setTheme(isDark ? QStringLiteral("dark") : QStringLiteral("light"));
    }

    /// The action of this id, which there must be.
    [[nodiscard]] QAction *action(const char *id) const
    {
        QAction *const found = window.action(QString::fromLatin1(id));
        if (!found) {
            qFatal("there is no action %s", id);
        }
        return found;
    }
    /// The widget of the pane of this id, which is made where it was not yet.
    template <typename Widget> [[nodiscard]] Widget *pane(const char *id) const
    {
        ToolPane *const found = window.pane(QString::fromLatin1(id));
        auto *const widget = found ? qobject_cast<Widget *>(found->widget()) : nullptr;
        if (!widget) {
            qFatal("there is no pane %s of this kind", id);
        }
        return widget;
    }
    [[nodiscard]] EditorTabs *editors() const { return pane<EditorTabs>("editor"); }
    [[nodiscard]] InvokePane *invoke() const { return pane<InvokePane>("invoke"); }
    [[nodiscard]] ConsolePane *console() const { return pane<ConsolePane>("console"); }
    [[nodiscard]] ProblemsPane *problems() const { return pane<ProblemsPane>("problems"); }
    [[nodiscard]] QString statusText() const { return window.findChild<InstanceStatus *>()->text(); }

    /// Whether a label that can be seen has these words.
    [[nodiscard]] bool isSaid(const QString &words) const { return hasVisibleText(window, words); }
    /// What the banner says; nothing where it is hidden.
    [[nodiscard]] QString bannerText() const
    {
        return window.banner()->isVisible() ? window.banner()->text() : QString();
    }
    [[nodiscard]] QString consoleText() const
    {
        const ConsoleView *const view = console()->view();
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
    StudioWindow composed;
    MainWindow &window; ///< of `composed`
};

} // namespace studio::test
