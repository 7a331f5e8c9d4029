// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/recent_views.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"

namespace studio {

RecentViews::RecentViews(EditorGroups *groups) : QObject(groups), m_groups(groups)
{
    connect(groups, &EditorGroups::currentChanged, this, &RecentViews::note);
}

void RecentViews::note()
{
    CodeEditor *const shown = m_groups->current();
    m_recent.removeIf([shown](const QPointer<CodeEditor> &view) { return !view || view == shown; });
    if (shown) {
        m_recent.prepend(shown);
    }
}

QList<CodeEditor *> RecentViews::viewsOf(int group) const
{
    QList<CodeEditor *> left = m_groups->editorsOf(group);
    QList<CodeEditor *> views;
    const auto take = [&](CodeEditor *view) {
        if (left.removeOne(view)) {
            views << view;
        }
    };
    take(m_groups->currentOf(group));
    for (const QPointer<CodeEditor> &view : m_recent) {
        take(view);
    }
    return views + left;
}

} // namespace studio
