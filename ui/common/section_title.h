// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace studio {

/// The small heading of a pane that stands below others, drawn in capitals.
inline QLabel *sectionTitle(const QString &text)
{
    auto *const title = new QLabel(text);
    title->setObjectName(QStringLiteral("sectionTitle"));
    QFont small = title->font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    small.setBold(true);
    small.setCapitalization(QFont::AllUppercase);
    title->setFont(small);
    title->setForegroundRole(QPalette::PlaceholderText);
    return title;
}

} // namespace studio
