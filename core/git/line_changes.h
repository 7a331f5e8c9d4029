// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>
#include <QList>

namespace studio::git {

/// Lines that differ between two texts. Lines count from 0. A plain value.
struct LineChange
{
    enum class Kind { Added, Changed, Removed };

    int line = 0;       ///< the first one in the text as it is; of removed lines the one before which they stood
    int count = 0;      ///< of lines in the text as it is
    int beforeLine = 0; ///< the first one in the text before; of added lines the one before which they stand
    int beforeCount = 0;

    [[nodiscard]] Kind kind() const
    {
        return beforeCount == 0 ? Kind::Added : count == 0 ? Kind::Removed : Kind::Changed;
    }
    [[nodiscard]] int end() const { return line + count; }
    bool operator==(const LineChange &) const = default;
};

/// Lines as Scintilla counts them, whose ends are all LF: how lines end is no difference.
QByteArray withPlainLineEnds(const QByteArray &text);

/// The lines `from` to `from + count`, with their ends, of a text with plain line ends.
QByteArray linesOf(const QByteArray &text, int from, int count);

/// How `text` differs from `before`, as `git diff` finds it; both have plain line ends. In their order, none touches
/// another. A stop request ends it. Errors of runReader().
Task<QList<LineChange>> lineChanges(QByteArray before, QByteArray text, std::stop_token stop = {});

} // namespace studio::git
