// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/interchange/hurl_variables.h"

namespace studio::interchange {

/// The request of an entry of a Hurl file, as lines.
struct HurlRequest
{
    QStringList head; ///< method, URL and headers
    QStringList options;
    QStringList sections;
    QStringList body;
    QStringList notes; ///< sentences on what cannot be said

    bool operator==(const HurlRequest &) const = default;
};

/// `folders`: those that the request is in, the collection first. One thread, as `variables`.
HurlRequest hurlRequest(const collection::SavedRequest &request, const QList<const collection::Folder *> &folders,
                        HurlVariables &variables);

} // namespace studio::interchange
