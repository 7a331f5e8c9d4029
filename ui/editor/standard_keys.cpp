// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/standard_keys.h"

#include "ui/editor/scintilla.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

/// Whether it is Ctrl with a letter, a digit or a sign, other than the few that mean the same in every editor.
bool belongsToTheWindow(int key)
{
    constexpr int ctrl = Qt::CTRL;
    constexpr std::array editors{Qt::Key_A, Qt::Key_C, Qt::Key_V, Qt::Key_X, Qt::Key_Y, Qt::Key_Z};
    const int bare = key & ~static_cast<int>(Qt::KeyboardModifierMask);
    return (key & ctrl) != 0 && bare > Qt::Key_Space && bare <= Qt::Key_AsciiTilde &&
           !((key & Qt::SHIFT) == 0 && std::ranges::contains(editors, bare));
}

/// Alt+Shift with an arrow, which extends a selection of columns.
bool extendsColumns(int key)
{
    constexpr std::array arrows{Qt::Key_Up, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right};
    return std::ranges::any_of(
        arrows, [key](Qt::Key arrow) { return key == QKeyCombination(Qt::ALT | Qt::SHIFT, arrow).toCombined(); });
}

} // namespace

void leaveKeysToTheWindow(QsciCommandSet &set)
{
    for (QsciCommand *command : set.commands()) {
        if (belongsToTheWindow(command->key())) {
            command->setKey(0);
        }
        if (belongsToTheWindow(command->alternateKey())) {
            command->setAlternateKey(0);
        }
        if (extendsColumns(command->key())) {
            command->setKey(command->key() | Qt::CTRL);
        }
        if (command->command() == QsciCommand::Redo) {
            command->setAlternateKey(QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_Z).toCombined());
        }
    }
}

} // namespace studio
