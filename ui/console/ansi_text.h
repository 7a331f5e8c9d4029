// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace studio {

/// Begins a control sequence.
inline constexpr char ansiEscape = '\x1b';

/// A colour as a program asked for it: nothing, one of the 256 of the terminal palette, or red, green and blue.
struct AnsiColor
{
    enum class Kind : quint8 { Default, Palette, Rgb };
    Kind kind = Kind::Default;
    quint8 index = 0; ///< Palette: 0 to 15 named, 16 to 231 the cube, 232 to 255 grey
    quint8 red = 0;
    quint8 green = 0;
    quint8 blue = 0;

    bool operator==(const AnsiColor &) const = default;
};

/// What SGR sequences (ECMA-48, 8.3.117) set and the console draws.
struct AnsiStyle
{
    AnsiColor foreground;
    AnsiColor background;
    bool bold = false;
    bool faint = false;
    bool italic = false;
    bool underline = false;
    bool inverse = false;

    bool operator==(const AnsiStyle &) const = default;
};

/// A stretch of text in one style; positions in UTF-16 code units.
struct AnsiSpan
{
    qsizetype start = 0;
    qsizetype length = 0;
    AnsiStyle style;

    bool operator==(const AnsiSpan &) const = default;
};

/// A stretch of text that a program made a link of (OSC 8), by its address as it wrote it: to be checked before it is
/// shown or opened.
struct AnsiLink
{
    qsizetype start = 0;
    qsizetype length = 0;
    QByteArray address;

    bool operator==(const AnsiLink &) const = default;
};

/// One line as it is shown: no escape, no control character but the tab, nothing that reorders or breaks lines.
struct AnsiLine
{
    QString text;
    QList<AnsiLink> links; ///< one that does not end on this line has no end on a later one
    QList<AnsiSpan> spans; ///< only the stretches that are not in the default style, in order

    bool operator==(const AnsiLine &) const = default;
};

/// Reads one line of a program's output, which may be anything: SGR becomes style, OSC 8 a link, every other escape is
/// left out, other control characters become their Unicode pictures, bytes that are not UTF-8 and characters that would
/// reorder the line become U+FFFD. An escape that does not end on this line hides nothing: only its introducer is left
/// out.
AnsiLine parseAnsi(QByteArrayView utf8, const AnsiStyle &start = {});

/// The style that the next line begins with.
AnsiStyle ansiStyleAfter(QByteArrayView utf8, const AnsiStyle &start = {});

/// How many bytes the escape takes that `utf8` begins with, as parseAnsi() reads it.
qsizetype ansiEscapeLength(QByteArrayView utf8);

} // namespace studio
