// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace studio {

/// A line around a list or a text (other than the code) that the keyboard has been led to (Tab, F6, a shortcut), so
/// that it is seen where the keys go also when nothing in it is selected. A click needs none. Made and kept by watch().
/// Main thread.
class FocusFrame final : public QWidget
{
    Q_OBJECT

public:
    /// Whether this widget needs one: it scrolls, and does not show by itself that it has the focus.
    static bool isFor(const QWidget *widget);
    /// Gives the widget a frame, which it owns; once for each widget.
    static void watch(QWidget *widget);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    explicit FocusFrame(QWidget *around);
    void place();
    void follow(Qt::FocusReason reason);

    QWidget *m_around;
    bool m_byKeyboard = false; ///< how the focus came last
};

} // namespace studio
