// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/input_dialog.h"

namespace studio {

QInputDialog *inputDialog(QWidget *parent, const QString &title, const QString &label)
{
    constexpr int width = 420;
    auto *const dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->resize(width, dialog->sizeHint().height());
    return dialog;
}

} // namespace studio
