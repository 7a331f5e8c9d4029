// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest_settings.h"
#include "ui/dependencies/entry_list.h"

class QComboBox;
class QLineEdit;

namespace studio {

/// The lints that [lints] sets, each with its level. A view. Main thread.
class LintsPage : public EntryList
{
    Q_OBJECT

public:
    explicit LintsPage(QWidget *parent = nullptr);

    void setLints(const QList<LintSetting> &lints, bool isInherited);

Q_SIGNALS:
    void edited(const studio::LintSetting &lint); ///< an empty level removes it

private:
    QLineEdit *m_name;
    QComboBox *m_level;
};

} // namespace studio
