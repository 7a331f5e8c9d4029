// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_edits.h"

#include "ui/editor/code_editor.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace studio {

namespace {

struct Replacement
{
    int from;
    int to;
    QByteArray text;
};

} // namespace

int positionIn(const CodeEditor *editor, TextPlace place)
{
    using Base = QsciScintillaBase;
    if (place.line >= editor->lines()) {
        return static_cast<int>(editor->SendScintilla(Base::SCI_GETLENGTH));
    }
    const auto line = static_cast<unsigned long>(std::max(place.line, 0));
    const auto start = static_cast<int>(editor->SendScintilla(Base::SCI_POSITIONFROMLINE, line));
    const auto end = static_cast<int>(editor->SendScintilla(Base::SCI_GETLINEENDPOSITION, line));
    return std::min(start + std::max(place.byte, 0), std::max(end, start));
}

Result<int> applyEdits(CodeEditor *editor, const QList<TextChange> &edits, int position)
{
    using Base = QsciScintillaBase;
    if (editor->isReadOnly()) {
        return fail(ErrorCode::FailedPrecondition,
                    QCoreApplication::translate("studio", "The file is read-only, so nothing was changed."));
    }
    QList<Replacement> all;
    for (const TextChange &edit : edits) {
        all.append({positionIn(editor, edit.range.start), positionIn(editor, edit.range.end), edit.text});
    }
    // From the end, so that places stay; several insertions at one place come out in their order.
    std::ranges::stable_sort(all, {}, &Replacement::from);
    for (qsizetype at = 1; at < all.size(); ++at) {
        if (all[at].from < all[at - 1].to) {
            return fail(ErrorCode::InvalidArgument,
                        QCoreApplication::translate("studio", "The language server sent changes that overlap, so "
                                                              "nothing was changed."));
        }
    }
    int moved = 0;
    editor->beginUndoAction();
    for (const Replacement &one : all | std::views::reverse) {
        editor->SendScintilla(Base::SCI_SETTARGETRANGE, static_cast<unsigned long>(one.from),
                              static_cast<long>(one.to));
        editor->SendScintilla(Base::SCI_REPLACETARGET, static_cast<unsigned long>(one.text.size()),
                              one.text.constData());
        moved += one.from <= position ? static_cast<int>(one.text.size()) - (one.to - one.from) : 0;
    }
    editor->endUndoAction();
    return moved;
}

} // namespace studio
