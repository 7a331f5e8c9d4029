// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/compile_history.h"

#include <QWidget>

namespace studio {

/// Compile time, time to the answer and size of the artifact over the last compiles: three rows with a scale of their
/// own, a bar for each compile. Left and Right go from compile to compile. Main thread.
class HistoryChart : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryChart(QWidget *parent = nullptr);

    void show(const QList<CompileRecord> &records); ///< the newest last
    void setCurrent(int record);                    ///< -1 for none
    [[nodiscard]] int current() const { return m_current; }

Q_SIGNALS:
    void currentChanged(int record); ///< by the person

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Row;
    [[nodiscard]] int recordAt(QPointF point) const;
    [[nodiscard]] QRectF columnOf(int record) const;
    void paintRow(QPainter &painter, const Row &row, const QRectF &place) const;
    void choose(int record);

    QList<CompileRecord> m_records;
    int m_current = -1;
};

} // namespace studio
