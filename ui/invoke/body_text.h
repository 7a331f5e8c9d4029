// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace studio {

/// A response's body as it is shown. A value that a worker makes.
struct BodyText
{
    enum class Form { Empty, PrettyJson, Text, Binary };

    Form form = Form::Empty;
    QString text;
    qint64 escapeBytes = 0; ///< of the body
    bool cut = false;       ///< the body is longer than what is shown
    bool folded = false;    ///< lines too long to draw were shortened
    qint64 lines = 0;       ///< how many are shown, where not all of them are

    bool operator==(const BodyText &) const = default;
};

/// Up to this many bytes of JSON are set in lines; of anything longer the first part is shown as it came.
constexpr qsizetype prettyLimit = 1 << 20;
constexpr qsizetype shownLimit = 256 << 10;
constexpr qsizetype lineLimit = 50'000; ///< of what is set in lines: a text view holds some 200 bytes for each

/// `pretty`: JSON in lines, otherwise the bytes as they came (Form::Text where they are text). Any thread; may take
/// some 10 ms for a body near the limits.
BodyText bodyText(const QByteArray &body, bool pretty);

/// Address, eight bytes, the characters they would be; for `bytes` at most.
QString hexDump(QByteArrayView body, qsizetype bytes);

} // namespace studio
