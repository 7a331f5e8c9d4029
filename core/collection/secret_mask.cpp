// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/secret_mask.h"

#include <QList>

#include <algorithm>
#include <utility>

namespace studio::collection {

void SecretMask::add(const QString &secret)
{
    if (!secret.isEmpty() && !m_secrets.contains(secret)) {
        m_secrets << secret;
    }
}

QString SecretMask::masked(const QString &text) const
{
    QList<std::pair<qsizetype, qsizetype>> ranges; // begin and end
    for (const QString &secret : m_secrets) {
        for (qsizetype at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.size())) {
            ranges.append({at, at + secret.size()});
        }
    }
    std::ranges::sort(ranges);
    QString made;
    qsizetype shown = 0; // up to here it is in `made`
    for (const auto &[begin, end] : std::as_const(ranges)) {
        if (begin >= shown) {
            made += QStringView(text).sliced(shown, begin - shown);
            made += QStringLiteral("•••");
        }
        shown = std::max(shown, end);
    }
    return ranges.isEmpty() ? text : made.append(QStringView(text).sliced(shown));
}

} // namespace studio::collection
