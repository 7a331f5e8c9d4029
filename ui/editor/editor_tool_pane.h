// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/action.h"
#include "ui/common/tool_pane.h"
#include "ui/editor/editor_view.h"

#include <functional>

namespace studio {

class CodeEditor;
class EditorStatus;
class EditorTabs;
class SplitActions;
class TabActions;
class ProblemMarks;
class TabCommands;

/// The open files, in the middle of the window. Main thread.
class EditorToolPane final : public ToolPane
{
    Q_OBJECT

public:
    /// Recovery copies go below `recoveryFolder`. `emptyAction` is offered while no file is open; it must outlive the
    /// pane, and may be null.
    EditorToolPane(QString recoveryFolder, QAction *emptyAction, QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("editor"); }
    [[nodiscard]] QString title() const override { return tr("Editor"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Editor; }
    QWidget *cornerWidget() override; ///< where the caret is
    QWidget *focusTarget() override;
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }
    bool find(const SearchQuery &query) override;
    void attach(Workspace *workspace) override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const JsonReader &state) override;

    EditorTabs *tabs(); ///< makes the widget
    /// How all editors show their text. What is switched there is to be kept by the caller; the zoom is in saveState().
    [[nodiscard]] EditorView *view() { return &m_view; }

    /// The name of an installed theme; empty for the one that goes with the window.
    void setSyntaxTheme(const QString &name);
    void setFormatsOnSave(bool isOn); ///< Rust files

Q_SIGNALS:
    void syntaxThemeChosen(const QString &name); ///< by the person; it is set
    void formatsOnSaveChosen(bool isOn);         ///< by the person; it is not set yet

protected:
    QWidget *makeWidget() override;

private:
    void addFileActions();
    void addEditActions();
    void addAction(const ActionSpec &spec, const std::function<void()> &slot);
    void addFormatOnSave();
    [[nodiscard]] QList<QAction *> languageActions() const;
    void askForSyntaxTheme();
    void connectTabs();
    void openFirstFile();
    void offerUtf8(const QString &path, const QString &sentence);
    void offerSaveAll(const QString &sentence);
    void offerReload(const QString &path, const QString &sentence);

    EditorView m_view;
    QString m_recoveryFolder;
    QString m_syntaxTheme;
    EditorTabs *m_tabs = nullptr;
    TabCommands *m_tabCommands = nullptr;
    ProblemMarks *m_marks = nullptr;
    SplitActions *m_splitActions;
    TabActions *m_tabActions;
    EditorStatus *m_status = nullptr;
    QAction *m_emptyAction;
    Workspace *m_workspace = nullptr;
    QList<QAction *> m_actions;
    QString m_said;        ///< the last message
    QString m_saidUnsaved; ///< the last one that offers to save all files
    QAction *m_formatOnSave = nullptr;
};

} // namespace studio
