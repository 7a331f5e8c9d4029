// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/diagnostic.h"
#include "ui/common/tool_pane.h"

#include <QPointer>

#include <memory>

namespace studio {

class DiagnosticFixes;
class ErrorExplanation;
class ProblemsPane;

/// The diagnostics of the open project. Main thread.
class ProblemsToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit ProblemsToolPane(QObject *parent = nullptr);
    ~ProblemsToolPane() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("problems"); }
    [[nodiscard]] QString title() const override; ///< with their number
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+2")); }
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }
    bool find(const SearchQuery &query) override;
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

    ProblemsPane *pane(); ///< makes the widget

protected:
    QWidget *makeWidget() override;

private:
    void addClippy();
    void showAgain();
    QCoro::Task<void> fix(QList<DiagnosticSuggestion> suggestions);
    void explain(const QString &code);

    ProblemsPane *m_pane = nullptr;
    bool m_isByFile = true;                   ///< how the pane groups
    std::unique_ptr<DiagnosticFixes> m_fixes; ///< of the workspace
    QPointer<ErrorExplanation> m_explanation; ///< the last one
    Workspace *m_workspace = nullptr;
    QList<QAction *> m_actions;
    QAction *m_clippy = nullptr; ///< "Check with Clippy"
};

} // namespace studio
