// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/selection_steps.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

namespace studio {

using Sci = QsciScintillaBase;

SelectionSteps::SelectionSteps(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features)
{
    connect(editor, &CodeEditor::changed, this, [this] { m_steps.clear(); });
}

SelectionSteps::Span SelectionSteps::selected() const
{
    return {static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETSELECTIONSTART)),
            static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETSELECTIONEND))};
}

void SelectionSteps::select(Span span)
{
    m_editor->SendScintilla(Sci::SCI_SETSEL, word(span.to), static_cast<long>(span.from));
}

void SelectionSteps::extend()
{
    const Span now = selected();
    if (m_steps.isEmpty() || m_steps.last() != now) {
        m_steps = {now};
    }
    if (!m_features->isReadyFor(m_editor)) {
        extendTo(withoutServer());
        return;
    }
    const QString path = m_features->pathOf(m_editor);
    const auto take = [this, path](const Result<lsp::SelectionRanges> &ranges) {
        QList<Span> around;
        for (const lsp::Range &range : ranges ? ranges->value(0) : QList<lsp::Range>()) {
            const TextRange place = m_features->client()->textRange(path, range);
            around << Span{m_editor->positionAt(place.start), m_editor->positionAt(place.end)};
        }
        extendTo(around);
    };
    m_call = m_features->client()->selectionRanges(path, m_editor->placeOf(now.from), take);
}

/// The smallest that has more than what is selected. Where the selection is another meanwhile, nothing.
void SelectionSteps::extendTo(const QList<Span> &around)
{
    const Span now = selected();
    if (m_steps.isEmpty() || m_steps.last() != now) {
        return;
    }
    for (const Span &span : around) {
        if (span.from <= now.from && now.to <= span.to && span != now) {
            select(span);
            m_steps << span;
            return;
        }
    }
}

void SelectionSteps::shrink()
{
    m_call.cancel();
    if (m_steps.size() > 1 && m_steps.last() == selected()) {
        m_steps.removeLast();
        select(m_steps.last());
    }
}

QList<SelectionSteps::Span> SelectionSteps::withoutServer() const
{
    const int caret = selected().from;
    const auto [from, to] = m_editor->wordAt(caret);
    const long line = m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(caret));
    return {{from, to},
            {static_cast<int>(m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line))),
             static_cast<int>(m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line)))},
            {0, static_cast<int>(m_editor->length())}};
}

} // namespace studio
