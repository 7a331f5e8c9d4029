// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace studio {

class TreeStatus;

/// A row of the project tree: the name in the colour of its state in git, and the state's letter at the right; a dot
/// for a folder that such files lie in. Renames with the stem selected, since the end of a name seldom changes.
class TreeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    TreeDelegate(const TreeStatus *status, QObject *parent); ///< `status` outlives it

    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const TreeStatus *m_status;
};

} // namespace studio
