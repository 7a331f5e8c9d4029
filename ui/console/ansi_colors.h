// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/console/ansi_text.h"

#include <QColor>

namespace studio {

/// WCAG 2.1 contrast of two opaque colours, 1 to 21.
double contrastOf(const QColor &one, const QColor &other);

/// Turns what a program asked for into what can be read on the studio's own background: the 16 named colours are the
/// theme's, any other is moved towards the text's colour until its contrast is at least 4.5.
class AnsiColors
{
public:
    AnsiColors() = default;
    AnsiColors(QColor background, QColor text);

    struct Pair
    {
        QColor foreground;
        QColor background; ///< invalid: the console's own

        bool operator==(const Pair &) const = default;
    };
    [[nodiscard]] Pair colorsOf(const AnsiStyle &style) const;

private:
    [[nodiscard]] QColor colorOf(const AnsiColor &color, const QColor &fallback) const;
    [[nodiscard]] QColor named(int index) const;

    QColor m_background{Qt::white};
    QColor m_text{Qt::black};
    bool m_dark = false;
};

} // namespace studio
