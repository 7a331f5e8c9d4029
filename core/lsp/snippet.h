// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio::lsp {

/// A snippet of LSP 3.17 ("Snippet Syntax") as text with places to go to. A plain value.
struct Snippet
{
    /// A part of `text`, in characters of UTF-16.
    struct Stop
    {
        int number = 0; ///< 1, 2, 3 … in the order to go to; 0 is the last
        qsizetype from = 0;
        qsizetype length = 0;
        QList<QString> choices; ///< of `${1|one,two|}`; the text has the first

        bool operator==(const Stop &) const = default;
    };

    QString text;
    QList<Stop> stops; ///< in the order to go to; several of one number are edited together. Empty: behind the text

    bool operator==(const Snippet &) const = default;
};

/// Never fails: what is no snippet syntax is text. Variables (`$TM_…`) are their default, or empty.
Snippet parseSnippet(const QString &source);

} // namespace studio::lsp
