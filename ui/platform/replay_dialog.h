// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/call_targets.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;

namespace studio {

class ReplayRows;

/// Sends the requests of executions to a target, one after the other, and shows what their answers have otherwise. It
/// begins by itself; Cancel and closing it end the call that runs. Deletes itself. Main thread.
class ReplayDialog : public QDialog
{
    Q_OBJECT

public:
    /// `records` has the executions; it and what the target names must outlive the dialog.
    ReplayDialog(ComputeService *records, const QStringList &ids, const CallTarget &target, QWidget *parent = nullptr);
    ~ReplayDialog() override;

    [[nodiscard]] ReplayRows *rows() const { return m_rows; }

Q_SIGNALS:
    void finished(); ///< all were replayed, or it was cancelled

private:
    QCoro::Task<void> run(ComputeService *records, QStringList ids, CallTarget target);
    QCoro::Task<void> replayOne(ComputeService *records, QString id, CallTarget target);
    void showEnd(qsizetype done, qsizetype all);

    std::stop_source m_stop;
    QLabel *m_state;
    QProgressBar *m_progress;
    ReplayRows *m_rows;
    QPushButton *m_cancel;
};

} // namespace studio
