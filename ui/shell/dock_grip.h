// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace studio {

/// The strip at the top of a dock by which it is dragged to another place. To be set as QDockWidget's title bar, which
/// gets the mouse events that this leaves. Main thread.
class DockGrip final : public QWidget
{
    Q_OBJECT

public:
    explicit DockGrip(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void menuRequested(QPoint globalPosition);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace studio
