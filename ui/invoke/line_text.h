// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <algorithm>

namespace studio {

/// A place in a text of lines: the line, and the UTF-16 unit in it. Both from 0.
struct LinePlace
{
    qint64 line = 0;
    qsizetype unit = 0;

    auto operator<=>(const LinePlace &) const = default;
};

/// What was found in one line.
struct AnswerMatch
{
    qint64 line = 0;
    qsizetype start = 0;  ///< UTF-16 units
    qsizetype length = 0; ///< likewise

    [[nodiscard]] LinePlace begin() const { return {.line = line, .unit = start}; }
    [[nodiscard]] LinePlace end() const { return {.line = line, .unit = start + length}; }
    bool operator==(const AnswerMatch &) const = default;
};

/// A text that is read line by line and never changes, so that a worker may read it while it is shown. Any thread.
class LineText
{
public:
    LineText() = default;
    LineText(const LineText &) = delete;
    LineText &operator=(const LineText &) = delete;
    virtual ~LineText() = default;

    [[nodiscard]] virtual qint64 lineCount() const = 0;
    [[nodiscard]] virtual QString text(qint64 line) const = 0; ///< all of it, without the line break
};

/// The lines of a string.
class PlainLines final : public LineText
{
public:
    explicit PlainLines(QString text);

    [[nodiscard]] qint64 lineCount() const override { return m_starts.size(); }
    [[nodiscard]] QString text(qint64 line) const override;

private:
    QString m_text;
    QList<qsizetype> m_starts;
};

/// The first of `matches`, which are in order, that begins at `place` or after it.
inline QList<AnswerMatch>::const_iterator firstMatchFrom(const QList<AnswerMatch> &matches, LinePlace place)
{
    return std::ranges::lower_bound(matches, place, {}, &AnswerMatch::begin);
}

} // namespace studio
