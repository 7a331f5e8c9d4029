// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/platform/waterfall_spans.h"

#include <QWidget>

namespace studio {

/// What a call may take, as the app's limits say; 0 where that is not known.
struct CallLimits
{
    int memoryMb = 0;
    int cpuMillicores = 0;

    bool operator==(const CallLimits &) const = default;
};

/// One call's time from left to right: a bar for each part, a tick for each line on stderr; below it what its instance
/// took of the app's limits. Left and Right go from line to line, Return goes to the line. Main thread.
class ExecutionWaterfall : public QWidget
{
    Q_OBJECT

public:
    explicit ExecutionWaterfall(QWidget *parent = nullptr);

    void setExecution(const Execution &execution);
    void setLimits(const CallLimits &limits);
    [[nodiscard]] QString text() const; ///< all that is drawn, in words, a line each

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void lineActivated(int line); ///< of stderr, from 0

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    void update();
    void chooseLine(int line);
    void paintMeters(QPainter &painter, int top) const;
    [[nodiscard]] QRect barsRect() const; ///< of the whole time
    [[nodiscard]] int xOf(qint64 us) const;
    [[nodiscard]] int lineAt(const QPoint &position) const; ///< the nearest tick; -1 for none
    [[nodiscard]] int metersTop() const;

    Execution m_execution;
    CallLimits m_limits;
    QList<WaterfallSpan> m_spans;
    int m_line = -1; ///< that is chosen
};

} // namespace studio
