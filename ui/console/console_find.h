// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/find_bar_base.h"
#include "ui/console/console_view.h"

#include <QBasicTimer>

namespace studio {

/// The bar under the console that finds text, without regard to case. Searches in slices of a few milliseconds, so
/// that the longest output never holds up the window. `view` must outlive it. Main thread.
class ConsoleFind : public FindBarBase
{
    Q_OBJECT

public:
    explicit ConsoleFind(ConsoleView *view, QWidget *parent = nullptr);

    void open(); ///< shows it, with what is selected as the text
    void close() override;
    void find(int direction) override;

Q_SIGNALS:
    void closed();
    void searchEnded(bool found);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void restart();
    void step();
    [[nodiscard]] bool lookAt(qint64 line);
    void end(bool found);

    ConsoleView *m_view;
    QBasicTimer m_slice;
    ConsoleView::Position m_from; ///< where the search began
    qint64 m_line = 0;            ///< that is looked at next
    qint64 m_left = 0;            ///< lines still to look at
    int m_direction = 1;
    bool m_wrapped = false;
};

} // namespace studio
