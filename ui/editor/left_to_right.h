// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace studio {

/// While it lives, painters draw text from left to right. QPainter takes the direction from the application, whatever
/// the widget's is, and from right to left would draw `Ok(())` as `(()Ok`. For the paint event of a widget whose code
/// is not ours. Nothing else notices: the event that tells all windows of a new direction is held back. Main thread.
class LeftToRightPainting final : public QObject
{
public:
    LeftToRightPainting();
    ~LeftToRightPainting() override;
    Q_DISABLE_COPY_MOVE(LeftToRightPainting)

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool m_isNeeded;
};

} // namespace studio
