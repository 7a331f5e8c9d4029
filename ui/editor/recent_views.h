// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

namespace studio {

class CodeEditor;
class EditorGroups;

/// The views of the editors in the order in which they were shown last. Main thread.
class RecentViews final : public QObject
{
    Q_OBJECT

public:
    explicit RecentViews(EditorGroups *groups); ///< which owns it

    /// All of a group, the one that is shown first; those that were not shown yet in the order of their tabs.
    [[nodiscard]] QList<CodeEditor *> viewsOf(int group) const;

private:
    void note();

    EditorGroups *m_groups;
    QList<QPointer<CodeEditor>> m_recent; ///< the last one first
};

} // namespace studio
