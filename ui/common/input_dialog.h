// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QInputDialog>

namespace studio {

/// A question with one line for the answer, wide enough for its title. Deletes itself when it is closed; show it with
/// open().
QInputDialog *inputDialog(QWidget *parent, const QString &title, const QString &label);

} // namespace studio
