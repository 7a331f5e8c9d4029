// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/request_texts.h"

#include <QByteArray>

namespace studio::collection {

inline constexpr qint64 maxBodyBytes = 64LL << 20; ///< of a body with several files

struct RequestBody
{
    QByteArray contentType; ///< for a request that names none itself; empty where there is no body
    QByteArray content;

    bool operator==(const RequestBody &) const = default;
};

/// The body of a request as it is sent. `folder`: of the collection, where its files are. Failures go to `texts`.
/// Blocks where the body has files: worker.
RequestBody makeBody(const Body &body, const QString &folder, RequestTexts &texts);

} // namespace studio::collection
