// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest_settings.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace studio {

/// The lints that [lints] sets, each with its level. A view. Main thread.
class LintsPage : public QWidget
{
    Q_OBJECT

public:
    explicit LintsPage(QWidget *parent = nullptr);

    void setLints(const QList<LintSetting> &lints, bool isInherited);

Q_SIGNALS:
    void edited(const studio::LintSetting &lint); ///< an empty level removes it

private:
    void add();
    void removeCurrent();

    QTreeWidget *m_list;
    QLabel *m_note;
    QLineEdit *m_name;
    QComboBox *m_level;
    QPushButton *m_add;
    QPushButton *m_remove;
};

} // namespace studio
