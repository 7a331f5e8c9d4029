// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest_settings.h"
#include "ui/dependencies/entry_list.h"

class QComboBox;
class QLineEdit;

namespace studio {

/// The crates that [patch] takes from another place. A view. Main thread.
class PatchesPage : public EntryList
{
    Q_OBJECT

public:
    explicit PatchesPage(QWidget *parent = nullptr);

    void setPatches(const QList<PatchSetting> &patches);

Q_SIGNALS:
    void patchAdded(const studio::PatchSetting &patch); ///< by the person
    void patchRemoved(const studio::PatchSetting &patch);

private:
    QLineEdit *m_crate;
    QComboBox *m_kind;
    QLineEdit *m_place;
};

} // namespace studio
