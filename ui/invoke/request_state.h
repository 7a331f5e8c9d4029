// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/collection/collection.h"
#include "core/model/http_message.h"
#include "ui/invoke/pairs_table.h"

namespace studio {

/// What the person has put into the request, sent or not. A plain value; the main window keeps it per project.
struct RequestState
{
    QByteArray method = "POST";
    QString path = QStringLiteral("/"); ///< may hold a query of its own
    QByteArray payload;
    QList<Pair> query;
    QList<Pair> headers;
    collection::Body::Kind bodyKind = collection::Body::Json; ///< of the payload, or in its place
    /// Of a form; of a multipart one, a value that begins with @ is a file of the collection's folder. Of a File body
    /// one pair whose value is its path there.
    QList<Pair> fields = {};

    bool operator==(const RequestState &) const = default;
};

/// The methods that are offered.
QList<QByteArray> requestMethods();
/// GET and HEAD carry no payload.
bool carriesPayload(QByteArrayView method);

/// The request as it goes out: path and query percent-encoded where they must be, the content-type of its kind of body
/// unless a header says otherwise, the payload byte for byte. Not for a body that has fields. InvalidArgument for a
/// method or header that HTTP cannot carry.
Result<HttpRequest> requestOf(const RequestState &state);

/// The way back from a request that was sent: the query stays in the path, and what requestOf() or the platform adds by
/// itself is left out.
RequestState stateOf(const HttpRequest &request);

Json toJson(const RequestState &state);
/// What is missing or of another type keeps its default: the file may come from another version.
RequestState requestStateFrom(const JsonReader &document);

} // namespace studio
