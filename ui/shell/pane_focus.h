// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace studio {

/// Gives a pane the keyboard's focus, as a shortcut does: to what the pane gives it to, or where that is hidden (the
/// list behind an empty state) to the first thing in it that can have it. False where there is none. Main thread.
bool focusPane(QWidget *pane);

/// What Tab and Shift+Tab do in a window: the next one of its widgets that can have the focus gets it. Qt itself also
/// goes to a pane that hands the focus on to a hidden list, which never takes it, and so never gets away from what is
/// before that pane.
bool focusNext(QWidget *window, bool forwards);

} // namespace studio
