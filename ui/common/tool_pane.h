// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "ui/common/pane_area.h"
#include "ui/common/search_query.h"

#include <QIcon>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QWidget>

class QAction;

namespace studio {

class Workspace;

/// One capability of the window. The window knows panes by this interface alone: from it come the place, the tab, the
/// entries of menus and of the action finder, the shortcuts, and what is remembered of the pane. A new pane is a
/// subclass and one line in app/studio/panes.cpp:
///
///     class CoverageToolPane final : public ToolPane
///     {
///     public:
///         QString id() const override { return QStringLiteral("coverage"); }
///         QString title() const override { return tr("Coverage"); }
///         PaneArea preferredArea() const override { return PaneArea::Bottom; }
///         void attach(Workspace *workspace) override { … }
///
///     protected:
///         QWidget *makeWidget() override { return new CoverageView; }
///     };
///
/// Main thread. The pane makes its widget, and the window that it is added to deletes it, before the pane goes.
class ToolPane : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Never changes and is never shown: layout, shortcuts and state are saved under it. A word in lower case.
    [[nodiscard]] virtual QString id() const = 0;
    [[nodiscard]] virtual QString title() const = 0; ///< translated; of the tab and the menu entry. See titleChanged()
    [[nodiscard]] virtual QIcon icon() const { return {}; }
    [[nodiscard]] virtual PaneArea preferredArea() const = 0;
    /// The key that brings the pane forward and gives it the focus; none by default.
    [[nodiscard]] virtual QKeySequence shortcut() const { return {}; }

    /// Made at the first call, which comes when the pane is shown for the first time, or soon after the window is.
    QWidget *widget()
    {
        if (!m_widget) {
            m_widget = makeWidget();
        }
        return m_widget;
    }
    [[nodiscard]] bool hasWidget() const { return !m_widget.isNull(); } ///< whether it was made
    /// Something small that is seen also while the pane is behind another one: beside the tabs of its area, or for the
    /// editor in the status bar. Null for none.
    virtual QWidget *cornerWidget() { return nullptr; }
    /// What gets the focus when the pane is chosen; the widget by default.
    virtual QWidget *focusTarget() { return widget(); }

    /// Made by makeAction() (ui/common/action.h); the window puts them into its menus and its finder. Does not make
    /// the widget: actions are there from the start.
    [[nodiscard]] virtual QList<QAction *> actions() { return {}; }
    /// Ctrl+F and what belongs to it, while the focus is in this pane. False where it cannot find in itself.
    virtual bool find(const SearchQuery &query)
    {
        Q_UNUSED(query)
        return false;
    }

    /// The project that the pane is about from now on; null when there is none any more. What was shown of the one
    /// before is forgotten. The workspace outlives the pane, or is replaced first.
    virtual void attach(Workspace *workspace) { Q_UNUSED(workspace) }

    /// What is to be found again when the project is opened the next time. Null for nothing.
    [[nodiscard]] virtual Json saveState() const { return {}; }
    /// What saveState() gave, of this or an older version: what is absent has its usual value. `state` is absent where
    /// the project was never open.
    virtual void restoreState(const JsonReader &state) { Q_UNUSED(state) }

protected:
    virtual QWidget *makeWidget() = 0;

Q_SIGNALS:
    void titleChanged();
    void stateChanged();                                 ///< of what saveState() gives
    void raiseRequested();                               ///< the pane is to be seen; the focus stays where it is
    void focusRequested();                               ///< the pane is to be seen and to have the focus
    void message(const QString &sentence, bool isError); ///< for the window's banner
    void warning(const QString &sentence, const QList<QAction *> &actions); ///< the banner takes the actions over
    void messageOutdated(const QString &sentence);                          ///< what it said is no longer so

private:
    QPointer<QWidget> m_widget;
};

} // namespace studio
