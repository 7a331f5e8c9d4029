// SPDX-License-Identifier: GPL-3.0-or-later
// Where files are shown: in which group, in one view or in two.
#include "ui/editor/code_editor.h"
#include "ui/editor/committed_texts.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_menu.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/language_features.h"

#include <algorithm>

namespace studio {

QList<CodeEditor *> EditorTabs::viewsOf(const QString &path) const
{
    QList<CodeEditor *> views = m_groups->editors();
    views.removeIf([&](const CodeEditor *view) { return pathOf(view) != path; });
    return views;
}

CodeEditor *EditorTabs::viewIn(int group, const QString &path) const
{
    const QList<CodeEditor *> views = m_groups->editorsOf(group);
    const auto found = std::ranges::find(views, path, &EditorTabs::pathOf);
    return found == views.end() ? nullptr : *found;
}

Result<void> EditorTabs::open(const QString &path)
{
    return openIn(path, {});
}

Result<void> EditorTabs::reveal(const QString &path)
{
    CodeEditor *const main = viewIn(m_groups->active(), path) ? nullptr : editorOf(path);
    if (main) {
        m_groups->show(main);
        return {};
    }
    return open(path);
}

Result<void> EditorTabs::openBeside(const QString &path, Qt::Orientation side)
{
    return openIn(path, m_groups->isSplit() || !current() ? Side() : side);
}

Result<void> EditorTabs::openIn(const QString &path, Side side)
{
    CodeEditor *const here = side ? nullptr : viewIn(m_groups->active(), path);
    if (here) {
        m_groups->show(here);
        return {};
    }
    if (CodeEditor *const main = editorOf(path)) {
        addSecondView(main, side);
        return {};
    }
    return read(path, side);
}

void EditorTabs::addSecondView(CodeEditor *main, Side side)
{
    CodeEditor *const view = main->makeSecondView();
    if (m_view) {
        m_view->add(view);
    }
    prepare(view, pathOf(main));
    place(view, side);
}

/// What each view has of its own.
void EditorTabs::prepare(CodeEditor *view, const QString &path)
{
    view->setProperty(pathProperty, path);
    connect(view, &QsciScintilla::cursorPositionChanged, this, [this, view](int line, int column) {
        if (view == current()) { // that of the other view moves with the text
            Q_EMIT caretMoved(line + 1, column + 1);
        }
    });
    // A key in a read-only file: the notice, which may have been dismissed, says why nothing happens.
    connect(view, &QsciScintillaBase::SCN_MODIFYATTEMPTRO, this, [this, view] {
        view->mainView()->setProperty(dismissedProperty, false);
        showAccess(pathOf(view));
    });
    m_language->add(view);
    m_committed->add(view);
    new EditorMenu(view, m_menuActions);
}

void EditorTabs::place(CodeEditor *view, Side side)
{
    m_pages->setCurrentWidget(m_groups);
    if (side) {
        m_groups->addBeside(view, *side);
    } else {
        m_groups->add(view);
    }
    showTitle(pathOf(view));
}

void EditorTabs::split(Qt::Orientation side)
{
    CodeEditor *const shown = current();
    if (!shown) {
        return;
    }
    if (m_groups->isSplit()) {
        m_groups->setOrientation(side);
        m_groups->setActive(1 - m_groups->active());
    }
    if (CodeEditor *const there = m_groups->isSplit() ? viewIn(m_groups->active(), pathOf(shown)) : nullptr) {
        m_groups->show(there);
    } else {
        addSecondView(shown->mainView(), m_groups->isSplit() ? Side() : side);
        current()->takePlaceOf(*shown);
    }
    current()->setFocus();
}

void EditorTabs::moveToOtherGroup(CodeEditor *view)
{
    if (m_groups->isSplit()) {
        moveView(view, 1 - m_groups->groupOf(view));
    } else {
        moveBeside(view, Qt::Horizontal);
    }
}

void EditorTabs::moveView(CodeEditor *view, int group, int index)
{
    if (m_groups->groupOf(view) == group) {
        return;
    }
    if (CodeEditor *const there = viewIn(group, pathOf(view))) {
        there->takePlaceOf(*view);
        m_groups->show(there);
        const QString path = pathOf(view);
        dropView(view);
        m_groups->show(viewsOf(path).first());
    } else {
        m_groups->move(view, group, index);
    }
    current()->setFocus();
}

void EditorTabs::moveBeside(CodeEditor *view, Qt::Orientation side)
{
    if (m_groups->isSplit() || m_groups->editorsOf(0).size() < 2) {
        return;
    }
    m_groups->remove(view);
    place(view, side);
    view->setFocus();
}

/// Where a file is in both, the view of the active group stays.
void EditorTabs::mergeGroups()
{
    if (!m_groups->isSplit()) {
        return;
    }
    const QString shown = currentPath();
    for (const QString &path : openPaths()) {
        CodeEditor *const other = m_groups->isSplit() ? viewIn(1 - m_groups->active(), path) : nullptr;
        if (other && other->otherView()) {
            dropView(other);
        }
    }
    m_groups->merge();
    (void)open(shown);
    current()->setFocus();
}

void EditorTabs::focusGroup(int group)
{
    if (group < m_groups->groupCount()) {
        m_groups->setActive(group);
        if (CodeEditor *const editor = current()) {
            editor->setFocus();
        }
    }
}

/// One of two views. The main one goes to the tab of the other, as it has what there is once of the file.
void EditorTabs::dropView(CodeEditor *view)
{
    CodeEditor *const other = view->otherView();
    CodeEditor *const second = view->isSecondView() ? view : other;
    if (second == other) {
        view->takePlaceOf(*other);
        const bool hadFocus = other->hasFocus();
        m_groups->remove(view);
        m_groups->replace(other, view);
        if (hadFocus || !current()->hasFocus()) {
            current()->setFocus();
        }
    } else {
        m_groups->remove(view);
    }
    second->leaveText();
    second->hide();
    second->deleteLater();
}

} // namespace studio
