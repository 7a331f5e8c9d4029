// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/replay.h"

#include <QTreeWidget>

namespace studio {

/// What came of replays: a row each, with what differs below it. Main thread.
class ReplayRows : public QTreeWidget
{
    Q_OBJECT

public:
    enum Column { Execution, Result, Before, After, Columns };

    explicit ReplayRows(QWidget *parent = nullptr);

    void add(const Replay &replay);
    void addFailure(const QString &executionId, const QString &sentence);
    [[nodiscard]] int differing() const { return m_differing; } ///< answers that differ
    [[nodiscard]] int failed() const { return m_failed; }       ///< replays without an answer to compare

private:
    int m_differing = 0;
    int m_failed = 0;
};

} // namespace studio
