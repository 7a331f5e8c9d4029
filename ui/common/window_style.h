// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace studio {

/// Fusion with the program's own icons, so that there is one set, and none is looked for in the folders of a theme.
class WindowStyle final : public QProxyStyle
{
public:
    WindowStyle();

    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                                     const QWidget *widget) const override;
};

} // namespace studio
