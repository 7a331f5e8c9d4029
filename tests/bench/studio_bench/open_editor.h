// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/rust_analysis.h"
#include "core/workspace/workspace.h"
#include "ui/editor/editor_tabs.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>
#include <utility>
#include <vector>

namespace studio {
class CodeEditor;
}

namespace studio::bench {

inline constexpr qint64 readyMs = 240'000; ///< crates may be checked for the first time
inline constexpr int beatMs = 1;
inline constexpr int thoughtPauseMs = 500; ///< so that what waits for a pause is in it too

/// The editor with a project and its analyzer, as in the window.
struct OpenEditor
{
    OpenEditor();
    ~OpenEditor();
    Q_DISABLE_COPY_MOVE(OpenEditor)

    Result<void> open(const QString &folder, const QString &file);
    [[nodiscard]] CodeEditor *editor() const { return tabs.current(); }
    [[nodiscard]] bool isReady() const; ///< also with what it shows of the file by itself

    QTemporaryDir home;
    Paths paths = userPaths();
    Compiler compiler{paths};
    HttpClient client;
    DevLoop loop{&compiler};
    LocalPlatform platform{paths, &compiler, &client};
    Workspace workspace{{.compiler = &compiler, .loop = &loop, .platform = &platform}};
    RustAnalysis analysis{&workspace, paths};
    EditorTabs tabs{home.filePath(QStringLiteral("recovery")), workspace.documents()};
};

/// Whether a widget was painted since `isDone` was false.
class Painted : public QObject
{
public:
    explicit Painted(QWidget *viewport);
    bool isDone = false;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// The times between two turns of the event loop, beyond the beat of 1 ms, as long as it lives.
class Turns
{
public:
    Turns();
    [[nodiscard]] const std::vector<double> &gaps() const { return m_gaps; } ///< in milliseconds

private:
    QTimer m_beat;
    QElapsedTimer m_turn;
    std::vector<double> m_gaps;
};

double msOf(const QElapsedTimer &clock);
Json sorted(std::vector<double> values);
/// Sleeps between events: a loop that never does takes one of two processors from the server.
bool waitFor(const std::function<bool()> &condition, qint64 milliseconds = readyMs);
void rest(qint64 milliseconds);
void press(QWidget *editor, QChar character);

/// How long the server's answer at the caret takes to come, and how many completions it has; 0 where it has none.
std::pair<double, qsizetype> askServer(OpenEditor &open, const QString &trigger);
/// Dots typed at the caret, each taken back: {"listMs": each → list painted, "serverMs": the server's answers to the
/// same question}, sorted.
Json completeDots(OpenEditor &open);

} // namespace studio::bench
