// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <QRegularExpression>

namespace studio {

QString withoutAnsi(const QString &text)
{
    static const QRegularExpression sequence(QStringLiteral("\x1b\\[[0-?]*[ -/]*[@-~]"));
    return QString(text).remove(sequence);
}

} // namespace studio
