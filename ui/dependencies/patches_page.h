// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest_settings.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace studio {

/// The crates that [patch] takes from another place. A view. Main thread.
class PatchesPage : public QWidget
{
    Q_OBJECT

public:
    explicit PatchesPage(QWidget *parent = nullptr);

    void setPatches(const QList<PatchSetting> &patches);

Q_SIGNALS:
    void addRequested(const studio::PatchSetting &patch);
    void removeRequested(const studio::PatchSetting &patch);

private:
    void add();
    void removeCurrent();

    QTreeWidget *m_list;
    QLineEdit *m_crate;
    QComboBox *m_kind;
    QLineEdit *m_place;
    QPushButton *m_add;
    QPushButton *m_remove;
};

} // namespace studio
