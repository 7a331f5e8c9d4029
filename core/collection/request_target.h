// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/request_texts.h"

#include <QByteArray>
#include <QUrl>

#include <utility>

namespace studio::collection {

/// A name and a value of a query, percent-encoded.
using QueryPair = std::pair<QByteArray, QByteArray>;

/// Percent-encodes what cannot stand in a query (RFC 3986, 3.4) or would end the name or value. What is an escape
/// already stays one.
QueryPair queryPair(const QString &name, const QString &value);

/// Percent-encodes what cannot stand in a target (RFC 3986, 2), and `others`. What is an escape already stays one.
QByteArray percentEncoded(const QString &text, QByteArrayView others = {});

struct RequestTarget
{
    QUrl address;      ///< where it goes, with the target; empty for the app that is called
    QByteArray target; ///< path and query, percent-encoded

    bool operator==(const RequestTarget &) const = default;
};

/// Where a request goes: its URL with its parameters and the `added` ones. Failures go to `texts`. Any thread.
RequestTarget makeTarget(const SavedRequest &request, const QList<QueryPair> &added, RequestTexts &texts);

} // namespace studio::collection
