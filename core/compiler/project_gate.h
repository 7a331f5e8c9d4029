// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace studio {

/// Lets one compile of a project go on at a time. Main thread.
class ProjectGate : public QObject
{
    Q_OBJECT

public:
    [[nodiscard]] bool isTaken() const { return m_taken; }
    void take() { m_taken = true; }
    void release()
    {
        m_taken = false;
        Q_EMIT released();
    }

Q_SIGNALS:
    void released();

private:
    bool m_taken = false;
};

} // namespace studio
