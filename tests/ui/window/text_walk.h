// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QWidget;

namespace studio::test {

/// What is wrong with the texts and places of a window and all that is in it, seen or hidden. One sentence a fault.
/// Texts that PseudoTranslator did not make and that are no data (a path, a key, a name).
[[nodiscard]] QStringList untranslatedTexts(const QWidget *root);
/// Texts of labels, buttons and tabs that are seen and have less room than they need.
[[nodiscard]] QStringList cutTexts(const QWidget *root);
/// Parts of one layout that are seen and cover one another.
[[nodiscard]] QStringList overlaps(const QWidget *root);
/// Code and data that is not written from left to right.
[[nodiscard]] QStringList mirroredCode(const QWidget *root);

} // namespace studio::test
