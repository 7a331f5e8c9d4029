// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace studio {

/// The colours of the window, by what they mean. Widgets take theirs from the palette where it has the role; what is
/// painted by hand reads them here and again on QEvent::PaletteChange. Main thread.
struct Theme
{
    bool dark = false;
    QColor window;
    QColor surface; ///< editor, console, lists
    QColor border;
    QColor text;
    QColor muted;
    QColor accent; ///< never marks an error
    QColor onAccent;
    QColor success;
    QColor danger;
    QColor warning;
    QColor information;

    bool operator==(const Theme &) const = default;

    /// The one that was applied last; light before that.
    static const Theme &current();
    /// Style and palette of the application.
    static void apply(bool dark);
};

} // namespace studio
