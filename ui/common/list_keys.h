// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QKeyEvent;

namespace studio {

/// The keys of a list that has no focus itself, since a filter or the window's own widget has it: what moves in it,
/// Enter and Escape. A value; main thread.
///
///     if (event->type() == QEvent::KeyPress && m_keys.handle(static_cast<QKeyEvent *>(event))) {
///         return true;
///     }
class ListKeys
{
public:
    struct Actions
    {
        std::function<void(QKeyEvent *)> move; ///< Up, Down, Page Up or Page Down
        std::function<void()> choose;          ///< Enter
        std::function<void()> dismiss;         ///< Escape
    };

    explicit ListKeys(Actions actions);

    /// Whether handle() would take it: for QEvent::ShortcutOverride, before a shortcut of the window does.
    [[nodiscard]] static bool isOurs(const QKeyEvent &event);
    [[nodiscard]] bool handle(QKeyEvent *event) const; ///< whether it was one of them

private:
    Actions m_actions;
};

} // namespace studio
