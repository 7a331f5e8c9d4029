// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace studio {

/// A part of a text, in bytes, and what takes its place.
struct JsonEdit
{
    qsizetype from = 0;
    qsizetype to = 0;
    QByteArray by;

    [[nodiscard]] QByteArray appliedTo(QByteArrayView text) const;
    bool operator==(const JsonEdit &) const = default;
};

// Edits of one value in a JSON text that leave every other byte as it is. A path has the keys of objects and, for
// elements of arrays, their numbers from 0. Nothing where the path leads into something else than the text has: an
// element behind the last but one, a member of a number. Any thread.

/// Sets the value at the path to `json`, which is one JSON value. A member or an element that is missing is added at
/// the end, in the manner of those before it; so are the objects around it. An empty text becomes the value.
std::optional<JsonEdit> setJsonValue(QByteArrayView text, const QStringList &path, const QByteArray &json);

/// Takes a member or an element away, with its comma.
std::optional<JsonEdit> removeJsonValue(QByteArrayView text, const QStringList &path);

} // namespace studio
