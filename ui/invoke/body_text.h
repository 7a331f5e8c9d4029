// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace studio {

class JsonOutline;

/// A response's body as it is shown. A value that a worker makes.
struct BodyText
{
    enum class Form { Empty, PrettyJson, Text, Binary };

    Form form = Form::Empty;
    QString text;           ///< empty where the outline is to be shown in its place
    qint64 escapeBytes = 0; ///< of the body
    bool cut = false;       ///< the body is longer than what is shown
    bool folded = false;    ///< lines too long to draw were shortened
    qint64 lines = 0;       ///< how many are shown, where not all of them are

    std::shared_ptr<const JsonOutline> json; ///< of a body that is JSON
    bool isOutlineShown = false;             ///< too long for a text view
    QString fault;                           ///< a sentence: why it has no outline, where it was to have one

    bool operator==(const BodyText &) const = default;
};

constexpr qsizetype shownLimit = 256 << 10;   ///< bytes of text that are shown; of JSON in a text view, which wraps
constexpr qsizetype rawLimit = 1 << 20;       ///< bytes that are shown as they came
constexpr qsizetype lineLimit = 50'000;       ///< of text that is no JSON: a text view holds some 200 bytes for each
constexpr qsizetype wrappedLineLimit = 2'000; ///< lines of JSON in a text view; more are shown as an outline

/// `pretty`: JSON in lines, otherwise the bytes as they came (Form::Text where they are text). `isJson`: it is said to
/// be. Any thread; takes some 5 ms for each megabyte.
BodyText bodyText(const QByteArray &body, bool pretty, bool isJson = false);

/// Address, eight bytes, the characters they would be; for `bytes` at most.
QString hexDump(QByteArrayView body, qsizetype bytes);

} // namespace studio
