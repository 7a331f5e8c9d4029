// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/text_encoding.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace studio {

/// How lines end.
enum class LineEnd { Lf, CrLf, Cr };

/// The text of a file as it stands on disk. A plain value.
struct DocumentText
{
    QByteArray utf8; ///< whatever the file is in: the editor and a language server take it as it is
    LineEnd lineEnd =
        LineEnd::Lf;            ///< of most lines, and so of a new one; the first that is met of as many of two kinds
    bool byteOrderMark = false; ///< the file begins with one; not part of the text
    TextEncoding encoding = TextEncoding::Utf8; ///< of the file

    [[nodiscard]] QString text() const;
    bool operator==(const DocumentText &) const = default;
};

/// A longer text, in UTF-8, is plain: it has no colours and no language server, which would take seconds.
inline constexpr qsizetype maxLanguageBytes = 16LL << 20;

/// Reads a text file, in UTF-16 where a byte order mark says so, UTF-8 where the bytes are valid, else Windows-1252,
/// unless another encoding is asked for. InvalidArgument: not text, or more than the editor handles without a stop: 50
/// MiB, 2 million lines, 256 KiB in a line. Blocks, for a moment.
Result<DocumentText> readDocument(const QString &path, std::optional<TextEncoding> encoding = {});

} // namespace studio
