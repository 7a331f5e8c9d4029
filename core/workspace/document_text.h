// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

namespace studio {

/// How lines end.
enum class LineEnd { Lf, CrLf, Cr };

/// The text of a file as it stands on disk. A plain value.
struct DocumentText
{
    QString text;
    LineEnd lineEnd =
        LineEnd::Lf;            ///< of most lines, and so of a new one; the first that is met of as many of two kinds
    bool byteOrderMark = false; ///< the file begins with one; not part of the text

    bool operator==(const DocumentText &) const = default;
};

/// Reads a text file. InvalidArgument: not UTF-8 text, or more than the editor handles without a stop: 16 MiB, 2
/// million lines, 256 KiB in a line. Blocks, for a moment.
Result<DocumentText> readDocument(const QString &path);

} // namespace studio
