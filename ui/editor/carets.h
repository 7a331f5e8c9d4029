// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <QList>
#include <QString>

namespace studio {

/// One of the carets of an editor and the other end of its selection. In bytes. A plain value.
struct Caret
{
    long anchor = 0;
    long position = 0;

    [[nodiscard]] long start() const { return std::min(anchor, position); }
    [[nodiscard]] long end() const { return std::max(anchor, position); }
    [[nodiscard]] bool isEmpty() const { return anchor == position; }
    bool operator==(const Caret &) const = default;
};

/// All of them in the order of the text. Columns past the end of a line (of a rectangle) are not counted.
QList<Caret> caretsOf(const QsciScintilla &editor);
/// Replaces them all. `main` is the index of the one that stays when the others go.
void setCarets(QsciScintilla &editor, const QList<Caret> &carets, qsizetype main = -1);
/// To be called after a selection was set by a message that does not do so: the desktop then has the selected text to
/// paste with the middle button, and the selection its colour. Without it, Scintilla shows it grey in every theme.
void claimSelection(QsciScintilla &editor);
/// The index of the main one in caretsOf().
qsizetype mainCaretOf(const QsciScintilla &editor);

/// A change of the text, and where its caret is afterwards, in bytes of `text`.
struct CaretEdit
{
    long from = 0;
    long to = 0;
    QByteArray text;
    long anchor = 0;
    long position = 0;
};

/// Makes one change a caret, as one step of undo. The changes are in the order of caretsOf() and do not overlap.
void applyEdits(QsciScintilla &editor, const QList<CaretEdit> &edits);

} // namespace studio
