// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dependencies/noted_delegate.h"

namespace studio {

class DependencyList;

/// The field of a requirement in a DependencyList, which must outlive it. Enter with what is none leaves it open, and
/// nothing is asked for. Main thread.
class RequirementDelegate : public NotedDelegate
{
    Q_OBJECT

public:
    explicit RequirementDelegate(DependencyList *list);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    DependencyList *m_list;
};

} // namespace studio
