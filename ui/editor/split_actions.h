// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

class EditorTabs;

/// The actions of a split editor, usable where there is something to split, to move or to merge. Main thread.
class SplitActions final : public QObject
{
    Q_OBJECT

public:
    explicit SplitActions(QObject *parent);

    [[nodiscard]] const QList<QAction *> &actions() const { return m_actions; }
    void follow(EditorTabs *tabs); ///< whose groups they are about

private:
    void add(const QString &id, const QString &text, const char *keys, const std::function<void()> &run);
    void refresh();

    EditorTabs *m_tabs = nullptr;
    QList<QAction *> m_actions;
};

} // namespace studio
