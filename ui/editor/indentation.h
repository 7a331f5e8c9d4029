// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QByteArray>
#include <QString>

namespace studio {

/// The blanks and tabs that a line begins with.
QString leadingBlanks(const QString &line);
/// One level of indentation as the editor is set: a tab, or blanks.
QString indentUnit(const QsciScintilla &editor);
/// What ends a new line.
QByteArray lineEndOf(const QsciScintilla &editor);

} // namespace studio
