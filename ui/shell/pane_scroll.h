// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace studio {

/// The panes of a side of the window, which are scrolled where they have less height than they need: so they do not
/// keep the panel below them from growing. Main thread.
class PaneScroll final : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes `content` over.
    explicit PaneScroll(QWidget *content, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override; ///< the content's width, and next to no height

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace studio
