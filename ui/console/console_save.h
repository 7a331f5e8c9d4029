// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QSaveFile>

namespace studio {

class ConsoleView;

/// Writes what a console shows to a file as plain text, in slices of a few milliseconds, so that the longest output
/// never holds up the window. The file is there as a whole or not at all. It ends itself. Main thread.
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
    void step();
    void end(bool isWritten);

    ConsoleView *m_view;
    QSaveFile m_file;
    QBasicTimer m_slice;
    bool m_hasTimes;
    qint64 m_line;
    qint64 m_end;
};

} // namespace studio
