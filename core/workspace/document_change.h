// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/text_change.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace studio {

/// How one file changes together with others, both ways. Texts are UTF-8 without a byte order mark. A plain value.
struct DocumentChange
{
    QString path;                     ///< absolute, as it is now
    QString newPath;                  ///< absolute, afterwards; the same where the file stays
    std::optional<QByteArray> before; ///< nothing: there is no such file yet
    std::optional<QByteArray> after;  ///< nothing: the file is removed
    QList<TextChange> edits;          ///< all about `before`, none overlaps another; they make `after` of it

    [[nodiscard]] bool isMoved() const { return path != newPath; }
    [[nodiscard]] bool isEdited() const { return before != after; }
    bool operator==(const DocumentChange &) const = default;
};

/// The change that takes `change` back.
DocumentChange reversed(const DocumentChange &change);
/// What takes them all back, in the order to make it in.
QList<DocumentChange> reversed(const QList<DocumentChange> &changes);

/// The one replacement that makes `after` of `before`; empty where they are the same.
QList<TextChange> difference(const QByteArray &before, const QByteArray &after);

/// Makes changes that are all about `text` as it is. Several insertions at one place come out in their order.
/// InvalidArgument where two of them overlap, or one is outside of the text. `positions` gets where each of them is in
/// the result, in bytes.
Result<QByteArray> changedText(const QByteArray &text, const QList<TextChange> &edits,
                               QList<qsizetype> *positions = nullptr);

/// Changes files on disk, all of them or none: what was done before a failure is taken back. A file keeps its encoding
/// and all that saveUserFile() keeps. FailedPrecondition where a file is not as in `before`, or the new path
/// is taken; else errors of reading and writing. Blocks: worker.
Result<void> changeFiles(const QList<DocumentChange> &changes);

} // namespace studio
