// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QBasicTimer>
#include <QObject>

namespace studio {

class ConsoleView;

/// Saves what a console shows to a file as plain text. The text is taken in slices of a few milliseconds, so that the
/// longest output never holds up the window, and written by a worker. The file is there as a whole or not at all. It
/// deletes itself at the end. Main thread.
class ConsoleSave final : public QObject
{
    Q_OBJECT

public:
    /// `view` owns it. What is appended meanwhile is not written.
    ConsoleSave(ConsoleView *view, const QString &path, bool hasTimes);

Q_SIGNALS:
    void ended(const QString &failure); ///< a sentence; empty where the file was written

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void takeSlice();
    QCoro::Task<void> write();

    ConsoleView *m_view;
    QString m_path;
    QByteArray m_text; ///< what was taken: no more than the console keeps
    QBasicTimer m_slice;
    bool m_hasTimes;
    qint64 m_line;
    qint64 m_end;
};

} // namespace studio
