// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio::cli {

/// Whether this descriptor is a terminal that can move its cursor.
bool isTerminal(int descriptor);
/// Whether colours may be written to it: a terminal, and NO_COLOR (no-color.org) unset or empty.
bool showsColours(int descriptor);

/// How far long work has come, as the last line of stderr; nothing where that is no terminal. Gone when the object is.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    /// `total` 0: how much there is, is not known.
    void show(const QString &what, int done = 0, int total = 0);
    /// A line above it that stays.
    void say(const QString &line);
    void clear();

private:
    void draw();

    bool m_isShown;
    QString m_line;
};

/// "▕██████    ▏ 12/20 compiling serde", in this many columns.
QString progressText(const QString &what, int done, int total, int columns);

} // namespace studio::cli
