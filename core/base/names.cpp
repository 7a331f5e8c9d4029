// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/names.h"

#include <algorithm>

namespace studio {

namespace {

bool isLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

bool isValidName(QStringView text)
{
    constexpr qsizetype maxLength = 63;
    return !text.isEmpty() && text.size() <= maxLength && isLetterOrDigit(text.front()) &&
           std::ranges::all_of(text, [](QChar c) { return isLetterOrDigit(c) || c == u'-' || c == u'_'; });
}

} // namespace studio
