// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/handler_request.h"

#include "core/collection/collection_edits.h"

namespace studio::interchange {

std::optional<collection::SavedRequest> requestOfHandlerInfo(const HandlerInfo &info)
{
    if (info.testInput.isNull()) {
        return {};
    }
    collection::SavedRequest request;
    request.name = info.name.simplified().isEmpty() ? QStringLiteral("test_input") : info.name.simplified();
    request.path = collection::fileNameOf(request.name, QStringLiteral("test_input")) + QStringLiteral(".yml");
    request.method = QStringLiteral("POST");
    request.url = QStringLiteral("/");
    request.body.kind = collection::Body::Json;
    request.body.data = QString::fromUtf8(info.testInput.toUtf8(2));
    if (!info.description.isEmpty()) {
        request.others["docs"] = info.description;
    }
    return request;
}

} // namespace studio::interchange
