// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArrayView>

#include <nlohmann/json.hpp>

namespace studio {

/// The one JSON library. Members keep the order in which they were written, because people read what we print.
using Json = nlohmann::ordered_json;

/// Parses UTF-8 text. Fails with InvalidArgument naming line and column; no exception passes.
Result<Json> parseJson(QByteArrayView text);

/// Strings of a JSON value as QString and back.
inline QString toQString(const std::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string toUtf8(const QString &text)
{
    return text.toStdString();
}

} // namespace studio
