// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_observer.h"

#include <QElapsedTimer>

namespace studio::compiler {

/// Times the steps of one compile for the observer.
class Stopwatch
{
public:
    explicit Stopwatch(const CompileObserver &observer) : m_observer(observer) { m_timer.start(); }

    void lap(const char *phase)
    {
        if (m_observer.phase) {
            m_observer.phase(QString::fromLatin1(phase), static_cast<double>(m_timer.nsecsElapsed() - m_last) / 1e6);
        }
        m_last = m_timer.nsecsElapsed();
    }
    [[nodiscard]] qint64 milliseconds() const { return m_timer.elapsed(); }

private:
    const CompileObserver &m_observer;
    QElapsedTimer m_timer;
    qint64 m_last = 0;
};

} // namespace studio::compiler
