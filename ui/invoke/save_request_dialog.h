// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"

#include <QDialog>

class QComboBox;
class QLineEdit;

namespace studio {

/// Asks for the name and the folder of a request that is saved for the first time. Main thread.
class SaveRequestDialog : public QDialog
{
    Q_OBJECT

public:
    /// `folder`: the path of the one to begin with, in the collection.
    SaveRequestDialog(const collection::Collection &collection, const QString &name, const QString &folder,
                      QWidget *parent = nullptr);

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString folder() const; ///< its path; empty for the collection's own

private:
    void addFolder(const collection::Folder &folder, const QString &title);

    QLineEdit *m_name;
    QComboBox *m_folder;
};

} // namespace studio
