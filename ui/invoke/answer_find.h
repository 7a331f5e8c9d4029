// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/find_bar_base.h"
#include "ui/editor/text_matches.h"
#include "ui/invoke/line_text.h"

#include <QFutureWatcher>

namespace studio {

class FindTarget;

/// The bar under an answer that finds in its text: every match marked, the current one counted. A worker searches, so
/// that an answer of 60 MB never holds up the window. Main thread.
class AnswerFind : public FindBarBase
{
    Q_OBJECT

public:
    explicit AnswerFind(QWidget *parent = nullptr);
    ~AnswerFind() override;

    void setTarget(FindTarget *target); ///< what is shown now; may be null; must outlive its time here
    void restart();                     ///< its text is another one; nothing where the bar is closed
    void open();                        ///< shows it, with what is selected as the text
    void close() override;
    void dismiss(); ///< closes it for another view that is shown: leaves the keyboard where it is
    void find(int direction) override;
    [[nodiscard]] bool isSearching() const { return m_search.isRunning(); }

Q_SIGNALS:
    void closed();

private:
    void layOut();
    void stop();
    void take(int begin, int end);
    void finish();
    void select(qsizetype index);
    void selectFrom(LinePlace place);
    void showCount();
    void showResult(const QString &text, bool isFault = false);
    [[nodiscard]] FindOptions options() const;

    FindTarget *m_target = nullptr;
    QFutureWatcher<QList<AnswerMatch>> m_search;
    QList<AnswerMatch> m_matches;
    qsizetype m_current = -1; ///< of m_matches
    LinePlace m_from;         ///< where the person was when the search began
    bool m_isWanted = false;  ///< the first match from there is to be selected when it comes
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
};

} // namespace studio
