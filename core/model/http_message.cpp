// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/http_message.h"

#include <algorithm>

namespace studio {

QByteArray headerValue(const Headers &headers, QByteArrayView name)
{
    const auto found = std::ranges::find_if(
        headers, [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.end() ? QByteArray() : found->second;
}

void appendBody(HttpResponse &response, QByteArrayView bytes, qint64 most)
{
    const qsizetype room = std::max<qint64>(most - response.body.size(), 0);
    response.truncated = response.truncated || bytes.size() > room;
    response.body.append(bytes.first(std::min(bytes.size(), room)));
}

} // namespace studio
