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

Result<int> applyEdits(CodeEditor *editor, const QList<TextChange> &edits, int position)
{
    using Base = QsciScintillaBase;
    if (editor->isReadOnly()) {
        return fail(ErrorCode::FailedPrecondition,
                    QCoreApplication::translate("studio", "The file is read-only, so nothing was changed."));
    }
    QList<Replacement> all;
    for (const TextChange &edit : edits) {
        // A place below the last line means the end of the text.
        const int end = edit.range.end.line < editor->lines() ? editor->positionAt(edit.range.end)
                                                              : static_cast<int>(editor->length());
        all.append({editor->positionAt(edit.range.start), end, edit.text});
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
    editor->flushChanges();
    return moved;
}

} // namespace studio
