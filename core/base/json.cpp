// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

namespace studio {

namespace {

/// Line and column, both from 1, of a byte position.
std::pair<qsizetype, qsizetype> lineAndColumn(QByteArrayView text, qsizetype position)
{
    const auto before = text.first(std::min(position, text.size()));
    const qsizetype lastBreak = before.lastIndexOf('\n');
    return {before.count('\n') + 1, before.size() - lastBreak};
}

} // namespace

Result<Json> parseJson(QByteArrayView text)
{
    try {
        return Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error &error) {
        // nlohmann counts the bytes it has read, so the offending one is the last of them.
        const auto position = static_cast<qsizetype>(error.byte > 0 ? error.byte - 1 : 0);
        const auto [line, column] = lineAndColumn(text, position);
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Not valid JSON at line %1, column %2.").arg(line).arg(column),
                    QString::fromUtf8(error.what()));
    } catch (const Json::exception &error) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("Not valid JSON."), QString::fromUtf8(error.what()));
    }
}

} // namespace studio
