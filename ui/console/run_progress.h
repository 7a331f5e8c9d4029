// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace studio {

/// What runs now, for the corner of the bottom pane: bar, "41/52 link", elapsed time, and a button that cancels. Hidden
/// while nothing runs. Main thread.
class RunProgress : public QWidget
{
    Q_OBJECT

public:
    explicit RunProgress(QWidget *parent = nullptr);

    void begin(const QString &title);
    void set(int done, int total, const QString &unit); ///< total 0: not known
    void setStep(CompileStep step);                     ///< it begins; how long each took is in the tip
    void end();
    [[nodiscard]] bool isRunning() const { return m_clock.isValid(); }
    [[nodiscard]] qint64 elapsedMs() const { return m_clock.isValid() ? m_clock.elapsed() : 0; }

Q_SIGNALS:
    void cancelRequested();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void showText();

    QProgressBar *m_bar;
    QLabel *m_label;
    QToolButton *m_cancel;
    QBasicTimer m_tick;
    QElapsedTimer m_clock;
    QString m_units; ///< "41/52 serde"; empty before it is known
    QString m_title;
    QString m_step;         ///< "link"; empty before the first
    CompileTiming m_timing; ///< so far
    double m_stepBegunMs = 0;
};

/// "resolve 101 ms · compile 1.92 s · link 210 ms"; what took no time that can be seen is left out.
QString stepTimes(const QList<StepTime> &steps);

} // namespace studio
