// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QLabel>

namespace studio {

/// An icon, drawn for the screen that it is on, so that it is sharp at every scale, in the theme's colours and the
/// direction of the text. Main thread.
class IconLabel final : public QLabel
{
    Q_OBJECT

public:
    /// `size` is the icon's width and height in logical pixels.
    explicit IconLabel(int size, QWidget *parent = nullptr);

    void setIcon(const QIcon &icon);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;

private:
    void draw();

    QIcon m_icon;
    int m_size;
};

} // namespace studio
