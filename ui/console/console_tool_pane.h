// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"
#include "ui/console/run_comparison.h"

#include <QPointer>

namespace studio {

class ConsolePane;
class ErrorExplanation;
struct LogLine;

/// What the compiler and the handler of the open project write. Main thread.
class ConsoleToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit ConsoleToolPane(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("console"); }
    [[nodiscard]] QString title() const override; ///< says while the project is watched
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+1")); }
    QWidget *cornerWidget() override; ///< what is being compiled
    [[nodiscard]] QList<QAction *> actions() override { return {m_watch, m_pin, m_compare}; }
    bool find(const SearchQuery &query) override;
    void attach(Workspace *workspace) override;

    [[nodiscard]] Json saveState() const override; ///< whether the project is watched
    void restoreState(const JsonReader &state) override;

    ConsolePane *pane(); ///< makes the widget

protected:
    QWidget *makeWidget() override;

private:
    void appendHandlerLines(const QList<LogLine> &lines);

    void explain(const QString &code);
    void openAddress(const QString &address);
    void connectWatch();
    void showWatch();

    void pin();
    void compare();
    [[nodiscard]] RunSnapshot snapshot();

    QAction *m_watch;   ///< "Watch"
    QAction *m_pin;     ///< "Pin this run"
    QAction *m_compare; ///< "Compare with the pinned run"
    RunSnapshot m_pinned;
    ConsolePane *m_pane = nullptr;
    QPointer<ErrorExplanation> m_explanation; ///< the last one
    Workspace *m_workspace = nullptr;
    QString m_folder; ///< of the project whose lines are shown
};

} // namespace studio
