// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_text.h"

#include <QByteArray>

#include <deque>
#include <vector>

namespace studio {

/// Where a line of the console comes from. stdout is shown but the platform does not keep it.
enum class LineKind : quint8 { Compile, HandlerStderr, HandlerStdout, Title, Success, Failure, Notice };

/// What the console knows about a line beside its text.
struct LineTag
{
    LineKind kind = LineKind::Compile;
    qint64 timeMs = 0;      ///< Unix milliseconds; 0 when not known
    QByteArray executionId; ///< empty outside of a call; at most 255 bytes are kept

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
};

/// The last lines of an endless output, in bounded memory. Lines are named by a number that counts from 0 and never
/// changes, so that a selection or a scroll position survives when old lines go. Text is kept as bytes and only the
/// lines that are looked at are ever decoded. A line longer than `maxLineBytes` becomes several, marked as continued.
class LineBuffer
{
public:
    struct Limits
    {
        qsizetype lines = 200'000;
        qsizetype bytes = 64 << 20;
    };

    static constexpr qsizetype maxLineBytes = 8'192;

    explicit LineBuffer(Limits limits = {200'000, 64 << 20});

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
        quint32 offset = 0; ///< of the execution id, which stands before the text
        quint16 length = 0;
        quint16 style = 0; ///< index into m_styles
        quint16 rows = 1;
        quint8 idLength = 0;
        LineKind kind = LineKind::Compile;
        bool continued = false;
        qint64 timeMs = 0;
    };

    struct Chunk
    {
        qint64 first = 0;
        qint64 rows = 0;
        QByteArray bytes;
        std::vector<Entry> entries;
    };

    void appendLine(QByteArrayView utf8, const LineTag &tag);
    void appendPiece(QByteArrayView utf8, const LineTag &tag, bool continued);
    [[nodiscard]] quint16 styleIndex(const AnsiStyle &style);
    [[nodiscard]] int measure(QByteArrayView utf8, int &columns) const;
    [[nodiscard]] const Chunk &chunkOf(qint64 line) const;
    Chunk &roomFor(qsizetype bytes);
    void dropOld();

    Limits m_limits;
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
