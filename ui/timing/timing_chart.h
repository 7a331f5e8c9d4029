// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"

#include <QAbstractScrollArea>

namespace studio {

/// The units of one compile along the time, in as many rows as ran at once, below a row of its steps. Left and Right go
/// from unit to unit, and the chosen one is told to a screen reader. Main thread.
class TimingChart : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TimingChart(QWidget *parent = nullptr);

    void show(const CompileTiming &timing);
    void setCurrent(int unit); ///< -1 for none
    [[nodiscard]] int current() const { return m_current; }

Q_SIGNALS:
    void currentChanged(int unit); ///< by the person

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QRectF rectOf(int unit) const;
    [[nodiscard]] double xOf(double milliseconds) const;
    [[nodiscard]] int unitAt(QPointF point) const;
    [[nodiscard]] QString tipAt(QPointF point) const;
    void paintSteps(QPainter &painter) const;
    void paintUnits(QPainter &painter) const;
    void updateRange();
    void choose(int unit);

    CompileTiming m_timing;
    QList<int> m_lanes;
    int m_rows = 0;
    int m_current = -1;
};

} // namespace studio
