// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/variables.h"
#include "core/model/http_message.h"

#include <QUrl>

#include <chrono>

namespace studio::collection {

/// A request as it goes out, with its variables replaced.
struct PreparedRequest
{
    QUrl address;                         ///< where it goes; empty for the app that is called
    HttpRequest request;                  ///< its target is the path and query, percent-encoded
    std::chrono::milliseconds timeout{0}; ///< that its settings give; 0: none

    bool operator==(const PreparedRequest &) const = default;
};

/// `folders`: those that the request is in, the collection first; they give it their headers and authorization. A URL
/// that begins with / goes to the app, any other one to its address, http:// where it names no scheme. A query
/// parameter that stands in the URL too is sent once. `folder`: of the collection, where the files of a body are.
///
/// InvalidArgument: a variable has no value, or the request cannot be sent so. Reads files of the body: worker where it
/// has some.
Result<PreparedRequest> prepareRequest(const SavedRequest &request, const QList<const Folder *> &folders,
                                       const QString &folder, Substitution &substitution);

/// The authorization that a request is sent with: its own, or where that is "inherit" that of the nearest of `folders`
/// that has one; null where there is none. It lives as long as what it is from.
const Json &authorizationOf(const SavedRequest &request, const QList<const Folder *> &folders);

} // namespace studio::collection
