// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace studio {

/// Asks whether programs of the folder may run, in words that say which. Main thread.
class TrustQuestion : public QWidget
{
    Q_OBJECT

public:
    /// The answers stand below the words where it is vertical, else beside them.
    TrustQuestion(const QString &words, Qt::Orientation orientation, QWidget *parent = nullptr);

    void setFocusOnAnswer();

Q_SIGNALS:
    void allowed();
    void refused(); ///< for now: it may be asked again

private:
    QPushButton *m_yes;
};

} // namespace studio
