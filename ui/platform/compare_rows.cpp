// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/compare_rows.h"

#include "core/base/common_sequence.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace studio {

namespace {

constexpr std::size_t maxWords = 200;       ///< of a line that is compared with another, which costs their product
constexpr std::size_t maxPairs = 5'000'000; ///< of words in a file; later lines are marked as a whole

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (!lines.isEmpty() && lines.last().isEmpty()) {
        lines.removeLast(); // the end of the last line
    }
    return lines;
}

/// Names and numbers whole, blanks together, everything else by itself.
std::vector<LinePart> wordsOf(const QString &line)
{
    enum class Class { Name, Blank, Other };
    const auto classOf = [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c.isMark() || c.isSurrogate() ? Class::Name
               : c.isSpace()                                                      ? Class::Blank
                                                                                  : Class::Other;
    };
    std::vector<LinePart> words;
    for (int at = 0; at < line.size(); ++at) {
        const Class now = classOf(line[at]);
        if (at > 0 && now != Class::Other && now == classOf(line[at - 1])) {
            ++words.back().length;
        } else {
            words.push_back({at, 1});
        }
    }
    return words;
}

void append(QList<LinePart> &parts, const LinePart &part)
{
    if (!parts.isEmpty() && parts.last().from + parts.last().length == part.from) {
        parts.last().length += part.length;
    } else {
        parts.append(part);
    }
}

qsizetype lengthOf(const QString &line)
{
    return std::ranges::count_if(line, [](QChar c) { return !c.isSpace(); });
}

/// Marks the words of both that are in no longest common sequence; none where they have less than two fifths in common,
/// for that is another line. `budget`: pairs of words that may still be compared.
void markWords(CompareRow &before, CompareRow &after, std::size_t &budget)
{
    const std::vector<LinePart> olds = wordsOf(before.text);
    const std::vector<LinePart> news = wordsOf(after.text);
    const std::size_t pairs = olds.size() * news.size();
    if (olds.size() > maxWords || news.size() > maxWords || pairs > budget) {
        return;
    }
    budget -= pairs;
    const auto old = [&](std::size_t i) { return QStringView(before.text).mid(olds[i].from, olds[i].length); };
    const auto now = [&](std::size_t i) { return QStringView(after.text).mid(news[i].from, news[i].length); };
    QList<LinePart> removed;
    QList<LinePart> added;
    qsizetype alike = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    const auto passUntil = [&](std::size_t oldUntil, std::size_t newUntil) {
        for (; i < oldUntil; ++i) {
            append(removed, olds[i]);
        }
        for (; j < newUntil; ++j) {
            append(added, news[j]);
        }
    };
    for (const auto &[oldCommon, newCommon] :
         commonSequence(olds.size(), news.size(), [&](std::size_t a, std::size_t b) { return old(a) == now(b); })) {
        passUntil(oldCommon, newCommon);
        alike += old(i++).trimmed().size();
        ++j;
    }
    passUntil(olds.size(), news.size());
    if (alike > 0 && alike * 5 >= std::max(lengthOf(before.text), lengthOf(after.text)) * 2) {
        before.changed = removed;
        after.changed = added;
    }
}

/// Takes lines of one side as rows.
class Side
{
public:
    Side(const QString &text, QList<CompareRow> &rows) : m_lines(linesOf(text)), m_rows(rows) {}

    void take(qsizetype until, bool isChanged)
    {
        for (; m_at < until && m_at < m_lines.size(); ++m_at) {
            m_rows.append(
                {.text = m_lines[m_at], .number = static_cast<int>(m_at) + 1, .isChanged = isChanged, .changed = {}});
        }
    }
    void takeRest() { take(m_lines.size(), false); }

private:
    QStringList m_lines;
    QList<CompareRow> &m_rows;
    qsizetype m_at = 0;
};

} // namespace

CompareRows compareRows(const FileChange &change)
{
    CompareRows rows;
    std::size_t budget = maxPairs;
    Side before(change.before, rows.before);
    Side after(change.after, rows.after);
    for (const LineChange &one : change.changes) {
        before.take(one.before, false);
        after.take(one.after, false);
        const qsizetype begin = rows.before.size();
        rows.differences.append(static_cast<int>(begin));
        before.take(one.before + one.beforeCount, true);
        after.take(one.after + one.afterCount, true);
        for (qsizetype row = begin; row < std::min(rows.before.size(), rows.after.size()); ++row) {
            markWords(rows.before[row], rows.after[row], budget);
        }
        const qsizetype end = std::max(rows.before.size(), rows.after.size());
        const CompareRow gap{.text = {}, .number = 0, .isChanged = true, .changed = {}};
        rows.before.resize(end, gap);
        rows.after.resize(end, gap);
    }
    before.takeRest();
    after.takeRest();
    return rows;
}

} // namespace studio
