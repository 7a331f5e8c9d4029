// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <map>
#include <vector>

namespace studio {

/// Which lines of a text are shown while some of its ranges are folded: rows are what is seen, lines what there is. A
/// fold shows its first line and hides those behind it up to and with its last. Folds stand inside or beside each
/// other, never across. A plain value.
class FoldedLines
{
public:
    void restart(qint64 lineCount); ///< nothing is folded
    void fold(qint64 first, qint64 last);
    void unfold(qint64 first);
    void foldAll(std::map<qint64, qint64> folds); ///< first to last, in the place of those before
    void reveal(qint64 line);                     ///< unfolds what hides it

    [[nodiscard]] bool isFolded(qint64 first) const { return m_folds.contains(first); }
    [[nodiscard]] qint64 rowCount() const { return m_lineCount - (m_outer.empty() ? 0 : m_outer.back().hiddenThrough); }
    [[nodiscard]] qint64 lineOf(qint64 row) const;
    [[nodiscard]] qint64 rowOf(qint64 line) const; ///< of the fold that hides it, where one does

private:
    /// A fold that no other one hides.
    struct Outer
    {
        qint64 first = 0;
        qint64 last = 0;
        qint64 hiddenThrough = 0; ///< lines that this one and those before it hide
    };

    void update();

    qint64 m_lineCount = 0;
    std::map<qint64, qint64> m_folds;
    std::vector<Outer> m_outer;
};

} // namespace studio
