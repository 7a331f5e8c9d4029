// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/cpu_time.h"

#include <QApplication>
#include <QEvent>
#include <QThread>

namespace studio::test {

/// Knows how long the longest event of the main thread was. notify() is called on every thread that handles events;
/// those of others are passed on, since neither these members nor the main thread's time are theirs.
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread()) {
            return QApplication::notify(receiver, event);
        }
        if (m_depth++ > 0) {
            const bool isDone = QApplication::notify(receiver, event);
            --m_depth;
            return isDone;
        }
        const QByteArray name = receiver->metaObject()->className();
        const int type = event->type();
        const qint64 before = cpuMs();
        const bool isDone = QApplication::notify(receiver, event);
        const qint64 used = cpuMs() - before;
        if (used > m_longest) {
            m_longest = used;
            m_what = name + ", event " + QByteArray::number(type);
        }
        --m_depth;
        return isDone;
    }

    void reset()
    {
        m_longest = 0;
        m_what.clear();
    }
    [[nodiscard]] qint64 longest() const { return m_longest; }
    [[nodiscard]] QByteArray what() const { return m_what; }

private:
    int m_depth = 0;
    qint64 m_longest = 0;
    QByteArray m_what;
};

} // namespace studio::test
