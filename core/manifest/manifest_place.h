// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringList>

namespace studio {

/// What stands, or could be typed, at a place of a Cargo.toml that is being written. Offsets in bytes.
struct ManifestPlace
{
    enum class Kind {
        Nothing, ///< a comment, or behind something that is complete
        Header,  ///< in the brackets of a [table]
        Key,     ///< `path` has the table that the key is of
        Value,   ///< `path` has the key that the value is of
    };

    Kind kind = Kind::Nothing;
    QStringList path;
    qsizetype from = 0;        ///< of the word that is typed, without its quotes
    qsizetype to = 0;          ///< behind the word, also the part of it behind the caret
    bool isQuoted = false;     ///< the word has an opening quote
    bool isElement = false;    ///< of an array
    bool isLast = false;       ///< nothing but blanks and closing brackets stands behind it on its line
    bool isTableArray = false; ///< of Kind::Header: in two brackets

    bool operator==(const ManifestPlace &) const = default;
};

/// Reads the text before `at`, which need not be TOML: a line that looks like a header begins anew, whatever was left
/// open above it. Any thread.
ManifestPlace manifestPlaceAt(QByteArrayView text, qsizetype at);

} // namespace studio
