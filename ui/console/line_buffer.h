// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_text.h"

#include <QByteArray>
#include <QStringList>

#include <deque>
#include <limits>
#include <vector>

namespace studio {

/// Where a line of the console comes from. stdout is shown but the platform does not keep it.
enum class LineKind : quint8 { Compile, HandlerStderr, HandlerStdout, Title, Success, Failure, Notice };

/// What a line of the compiler is part of. What is no message of its is Other.
enum class LineLevel : quint8 { Other, Error, Warning };

/// Which lines are shown. A plain value.
struct LineFilter
{
    bool hasErrors = true;
    bool hasWarnings = true;
    bool hasOthers = true;
    QString crate; ///< whose lines alone are shown; empty: of any

    [[nodiscard]] bool isOn() const { return *this != LineFilter(); }
    bool operator==(const LineFilter &) const = default;
};

/// What the console knows about a line beside its text.
struct LineTag
{
    LineKind kind = LineKind::Compile;
    qint64 timeMs = 0;      ///< Unix milliseconds; 0 when not known
    QByteArray executionId; ///< empty outside of a call; at most 255 bytes are kept
    LineLevel level = LineLevel::Other;
    QByteArray crate = {}; ///< that Cargo says it of; empty where it says it of none

    bool operator==(const LineTag &) const = default;
};

/// One kept line. `utf8` points into the buffer and is good until the next call that changes it.
struct StoredLine
{
    QByteArrayView utf8; ///< as it came, escapes and all, but for what a carriage return overwrote
    QByteArrayView executionId;
    AnsiStyle startStyle;
    LineKind kind = LineKind::Compile;
    qint64 timeMs = 0;
    int rows = 1;
    bool continued = false; ///< the rest of the line before it, which was too long for one
    LineLevel level = LineLevel::Other;
};

/// The last lines of an endless output, in bounded memory. Lines are named by a number that counts from 0 and never
/// changes, so that a selection or a scroll position survives when old lines go. Text is kept as bytes and only the
/// lines that are looked at are ever decoded. A line longer than `maxLineBytes` becomes several, marked as continued.
class LineBuffer
{
public:
    struct Limits
    {
        qsizetype lines = 1'000'000;
        qsizetype bytes = 64 << 20;
    };

    static constexpr qsizetype maxLineBytes = 8'192;

    explicit LineBuffer(Limits limits = {1'000'000, 64 << 20});

    /// Appends text that may hold several lines; each `\n` ends one, the text's own end ends the last. A carriage
    /// return within a line overwrites it, as a terminal does; what was overwritten is not kept.
    void append(QByteArrayView utf8, const LineTag &tag);
    void clear();

    [[nodiscard]] qint64 firstLine() const { return m_first; } ///< oldest that is kept
    [[nodiscard]] qint64 endLine() const { return m_end; }     ///< one past the newest
    [[nodiscard]] bool isEmpty() const { return m_first == m_end; }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; } ///< held now, all counted
    [[nodiscard]] int widestColumns() const { return m_widest; }
    [[nodiscard]] StoredLine at(qint64 line) const; ///< `line` must be kept

    /// Breaks lines every `columns` columns from now on; 0 does not break them. Whether that changed anything.
    bool setColumns(int columns);
    [[nodiscard]] qint64 rows() const { return m_rows; }               ///< of all kept lines
    [[nodiscard]] qint64 droppedRows() const { return m_droppedRows; } ///< since the last setColumns() or clear()

    /// Lines that it does not let through take no rows from now on; they are kept, and shown again by another filter.
    void setFilter(const LineFilter &filter);
    [[nodiscard]] const LineFilter &filter() const { return m_filter; }
    [[nodiscard]] bool isHidden(qint64 line) const; ///< false for one that is not kept
    /// This line, or the next that is shown, below with 1, above with -1; -1 for none.
    [[nodiscard]] qint64 shownLine(qint64 line, int direction) const;
    [[nodiscard]] QStringList crates() const; ///< that kept lines may be of, in their order

    struct Place
    {
        qint64 line = 0;
        int row = 0; ///< within the line

        bool operator==(const Place &) const = default;
    };
    [[nodiscard]] Place placeOfRow(qint64 row) const; ///< row 0 is the first of the oldest line
    [[nodiscard]] qint64 rowOfLine(qint64 line) const;

private:
    struct Entry
    {
        quint32 offset : 18 = 0; ///< of the execution id, which stands before the text
        quint32 length : 14 = 0;
        qint32 timeMs = 0;  ///< since that of its chunk; noTime where it is not known
        quint16 style = 0;  ///< index into m_styles
        quint16 extent = 1; ///< columns of a plain line, else the rows that it takes
        quint16 crate = 0;  ///< index into m_crates
        quint8 idLength = 0;
        LineKind kind : 4 = LineKind::Compile;
        LineLevel level : 2 = LineLevel::Other;
        bool continued : 1 = false;
        bool isPlain : 1 = true; ///< ASCII: it breaks after every so many columns
    };
    static_assert(sizeof(Entry) == 16); // there are a million
    static constexpr qint32 noTime = std::numeric_limits<qint32>::min();

    struct Chunk
    {
        qint64 first = 0;
        qint64 rows = 0;
        qint64 timeMs = 0; ///< of its first line that has one
        QByteArray bytes;
        std::vector<Entry> entries;
    };

    void appendLine(QByteArrayView utf8, const LineTag &tag);
    void appendPiece(QByteArrayView utf8, const LineTag &tag, bool continued);
    [[nodiscard]] quint16 crateIndex(const QByteArray &crate);
    [[nodiscard]] bool isShown(const Entry &entry) const;
    [[nodiscard]] int rowsOf(const Entry &entry) const; ///< 0 for one that is not shown
    void countRows();
    [[nodiscard]] quint16 styleIndex(const AnsiStyle &style);
    [[nodiscard]] int measure(QByteArrayView utf8, Entry &entry) const;
    [[nodiscard]] const Chunk &chunkOf(qint64 line) const;
    Chunk &roomFor(qsizetype bytes, qint64 timeMs);
    void dropOld();

    Limits m_limits;
    LineFilter m_filter;
    int m_filterCrate = 0; ///< index into m_crates; 0: of any
    std::vector<QByteArray> m_crates{QByteArray()};
    std::deque<Chunk> m_chunks;
    std::vector<AnsiStyle> m_styles{AnsiStyle{}};
    AnsiStyle m_style; ///< that the next line begins with
    qint64 m_first = 0;
    qint64 m_end = 0;
    qint64 m_rows = 0;
    qint64 m_droppedRows = 0;
    qsizetype m_bytes = 0;
    int m_columns = 0;
    int m_widest = 0;
};

} // namespace studio
