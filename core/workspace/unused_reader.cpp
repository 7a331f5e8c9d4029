// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/unused_reader.h"

#include "core/base/json_reader.h"

#include <QRegularExpression>

namespace studio {

void UnusedReader::read(const QByteArray &messages)
{
    for (const QByteArray &line : messages.split('\n')) {
        if (line.contains(lintName) || line.contains("\"compiler-artifact\"") || line.contains("\"build-finished\"")) {
            readLine(line);
        }
    }
}

void UnusedReader::readLine(const QByteArray &line)
{
    // “extern crate `foo` is unused in crate `bar`”
    static const QRegularExpression quoted(QStringLiteral("`([A-Za-z0-9_]+)`"));
    constexpr int deepestMessage = 600; // places nest in the macros that they come from
    const auto document = parseJson(line, deepestMessage);
    if (!document) {
        return;
    }
    const JsonReader json(*document);
    if (json["reason"].text() == QLatin1String("build-finished")) {
        m_isComplete = json["success"].boolean();
        return;
    }
    const bool isOwn = json["manifest_path"].text() == m_manifest &&
                       !json["target"]["kind"].texts().contains(QStringLiteral("custom-build"));
    if (!isOwn) {
        return;
    }
    if (json["reason"].text() == QLatin1String("compiler-artifact")) {
        ++m_units;
        return;
    }
    const JsonReader message = json["message"];
    if (message["code"].isThere() && message["code"]["code"].text() == QLatin1String(lintName)) {
        ++m_unused[quoted.match(message["message"].text()).captured(1)];
    }
}

} // namespace studio
