// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/carets.h"

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

Caret caretAt(const QsciScintilla &editor, long index)
{
    return {.anchor = editor.SendScintilla(Sci::SCI_GETSELECTIONNANCHOR, word(index)),
            .position = editor.SendScintilla(Sci::SCI_GETSELECTIONNCARET, word(index))};
}

} // namespace

QList<Caret> caretsOf(const QsciScintilla &editor)
{
    QList<Caret> carets;
    const long count = editor.SendScintilla(Sci::SCI_GETSELECTIONS);
    for (long index = 0; index < count; ++index) {
        carets << caretAt(editor, index);
    }
    std::ranges::sort(carets, {}, &Caret::start);
    return carets;
}

qsizetype mainCaretOf(const QsciScintilla &editor)
{
    return caretsOf(editor).indexOf(caretAt(editor, editor.SendScintilla(Sci::SCI_GETMAINSELECTION)));
}

void setCarets(QsciScintilla &editor, const QList<Caret> &carets, qsizetype main)
{
    bool isFirst = true;
    for (const Caret &caret : carets) {
        editor.SendScintilla(isFirst ? Sci::SCI_SETSELECTION : Sci::SCI_ADDSELECTION, word(caret.position),
                             caret.anchor);
        isFirst = false;
    }
    if (main >= 0 && main < carets.size()) {
        editor.SendScintilla(Sci::SCI_SETMAINSELECTION, word(main));
    }
    claimSelection(editor);
}

void claimSelection(QsciScintilla &editor)
{
    editor.SendScintilla(Sci::SCI_SETANCHOR, word(editor.SendScintilla(Sci::SCI_GETANCHOR)));
    editor.viewport()->update();
}

void applyEdits(QsciScintilla &editor, const QList<CaretEdit> &edits)
{
    const qsizetype main = mainCaretOf(editor);
    QList<Caret> carets;
    long shift = 0; // by the changes before
    editor.beginUndoAction();
    for (const CaretEdit &edit : edits) {
        const long from = edit.from + shift;
        editor.SendScintilla(Sci::SCI_SETTARGETRANGE, word(from), edit.to + shift);
        editor.SendScintilla(Sci::SCI_REPLACETARGET, word(edit.text.size()), edit.text.constData());
        carets << Caret{.anchor = from + edit.anchor, .position = from + edit.position};
        shift += edit.text.size() - (edit.to - edit.from);
    }
    editor.endUndoAction();
    setCarets(editor, carets, main);
    editor.SendScintilla(Sci::SCI_SCROLLCARET);
}

} // namespace studio
