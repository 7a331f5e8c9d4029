// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace studio {

/// The name of the open project, with a menu of the actions that open one and of the projects that were open before.
/// Main thread.
class ProjectButton : public QToolButton
{
    Q_OBJECT

public:
    /// `open` come first in the menu; they must outlive it.
    explicit ProjectButton(QList<QAction *> open, QWidget *parent = nullptr);

    void showProject(const QString &name, const QStringList &recent); ///< folders, newest first

Q_SIGNALS:
    void folderChosen(const QString &folder);

private:
    QList<QAction *> m_open;
};

} // namespace studio
