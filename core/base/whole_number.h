// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <charconv>
#include <optional>

namespace studio {

/// A whole number as JSON writes one: digits with an optional minus, and nothing else. Qt's toLongLong() also takes a
/// plus, blanks around it and leading zeros, so that one number had many texts.
inline std::optional<qint64> wholeNumber(QByteArrayView text)
{
    const QByteArrayView digits = text.startsWith('-') ? text.sliced(1) : text;
    if (digits.startsWith('0') && text.size() > 1) {
        return {};
    }
    qint64 number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    return error == std::errc() && end == text.end() ? std::optional(number) : std::nullopt;
}

} // namespace studio
