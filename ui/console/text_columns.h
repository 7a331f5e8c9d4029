// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace studio {

/// The console draws on a grid of columns, so that rows, clicks and selections follow from the text alone.
constexpr int tabColumns = 8;

/// How many columns a code point takes when it begins in column `at`: 0 for a combining mark, 2 for wide East Asian
/// characters and emoji, up to 8 for a tab.
int columnsOf(char32_t codePoint, int at);

/// The column in which the character at `index` begins.
int columnAt(QStringView text, qsizetype index);

/// The index of the character nearest to a column, for clicks; never inside a surrogate pair.
qsizetype indexAtColumn(QStringView text, int column);

/// Where rows begin when `text` is broken every `columns` columns; always begins with 0. No break when columns is 0.
QList<qsizetype> rowStarts(QStringView text, int columns);

} // namespace studio
