// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/split_views.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_path.h"

#include <algorithm>

namespace studio {

SplitViews::SplitViews(QObject *parent) : QObject(parent), m_groups(new EditorGroups) {}

CodeEditor *SplitViews::current() const
{
    return m_groups->current();
}

QStringList SplitViews::openPaths() const
{
    QStringList paths;
    for (const CodeEditor *const view : m_groups->editors()) {
        if (!paths.contains(editorPath(view))) {
            paths << editorPath(view);
        }
    }
    return paths;
}

QList<CodeEditor *> SplitViews::viewsOf(const QString &path) const
{
    QList<CodeEditor *> views = m_groups->editors();
    views.removeIf([&](const CodeEditor *view) { return editorPath(view) != path; });
    return views;
}

CodeEditor *SplitViews::viewIn(int group, const QString &path) const
{
    const QList<CodeEditor *> views = m_groups->editorsOf(group);
    const auto found = std::ranges::find(views, path, editorPath);
    return found == views.end() ? nullptr : *found;
}

CodeEditor *SplitViews::mainViewOf(const QString &path) const
{
    const QList<CodeEditor *> views = viewsOf(path);
    return views.isEmpty() ? nullptr : views.first()->mainView();
}

void SplitViews::add(CodeEditor *view, Side side)
{
    if (side) {
        m_groups->addBeside(view, *side);
    } else {
        m_groups->add(view);
    }
    Q_EMIT added(view);
}

bool SplitViews::show(const QString &path, Side side)
{
    if (CodeEditor *const here = side ? nullptr : viewIn(m_groups->active(), path)) {
        m_groups->show(here);
        return true;
    }
    CodeEditor *const main = mainViewOf(path);
    if (!main) {
        return false;
    }
    CodeEditor *const view = main->makeSecondView();
    setEditorPath(view, path);
    Q_EMIT secondViewMade(view);
    add(view, side);
    return true;
}

SplitViews::Side SplitViews::sideFor(Qt::Orientation side) const
{
    return m_groups->isSplit() || !current() ? Side() : side;
}

void SplitViews::split(Qt::Orientation side)
{
    CodeEditor *const shown = current();
    if (!shown) {
        return;
    }
    if (m_groups->isSplit()) {
        m_groups->setOrientation(side);
        m_groups->setActive(1 - m_groups->active());
    }
    const bool isThere = m_groups->isSplit() && viewIn(m_groups->active(), editorPath(shown));
    show(editorPath(shown), sideFor(side));
    if (!isThere) {
        current()->takePlaceOf(*shown);
    }
    current()->setFocus();
}

bool SplitViews::canMoveToOtherGroup(const CodeEditor *view) const
{
    const int group = m_groups->groupOf(view);
    return group >= 0 && (m_groups->isSplit() || m_groups->editorsOf(group).size() > 1);
}

void SplitViews::moveToOtherGroup(CodeEditor *view)
{
    if (m_groups->isSplit()) {
        move(view, 1 - m_groups->groupOf(view));
    } else {
        moveBeside(view, Qt::Horizontal);
    }
}

void SplitViews::move(CodeEditor *view, int group, int index)
{
    if (m_groups->groupOf(view) == group) {
        return;
    }
    const QString path = editorPath(view);
    if (CodeEditor *const there = viewIn(group, path)) {
        there->takePlaceOf(*view);
        m_groups->show(there);
        drop(view);
        m_groups->show(viewsOf(path).first());
    } else {
        m_groups->move(view, group, index);
    }
    current()->setFocus();
}

void SplitViews::moveBeside(CodeEditor *view, Qt::Orientation side)
{
    if (m_groups->isSplit() || !canMoveToOtherGroup(view)) {
        return;
    }
    m_groups->remove(view);
    add(view, side);
    view->setFocus();
}

void SplitViews::merge()
{
    if (!m_groups->isSplit()) {
        return;
    }
    const QString shown = editorPath(current());
    for (const QString &path : openPaths()) {
        CodeEditor *const other = m_groups->isSplit() ? viewIn(1 - m_groups->active(), path) : nullptr;
        if (other && other->otherView()) {
            drop(other);
        }
    }
    m_groups->merge();
    show(shown);
    current()->setFocus();
}

void SplitViews::focusGroup(int group)
{
    if (group < m_groups->groupCount()) {
        m_groups->setActive(group);
        if (CodeEditor *const editor = current()) {
            editor->setFocus();
        }
    }
}

void SplitViews::drop(CodeEditor *view)
{
    CodeEditor *const other = view->otherView();
    CodeEditor *const second = view->isSecondView() ? view : other;
    if (second == other) {
        view->takePlaceOf(*other);
        m_groups->remove(view);
        m_groups->replace(other, view);
    } else {
        m_groups->remove(view);
    }
    second->leaveText();
    second->hide();
    second->deleteLater();
}

} // namespace studio
