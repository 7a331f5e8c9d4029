// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/symbol_rename.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/rename_field.h"
#include "ui/editor/rename_preview.h"
#include "ui/editor/server_edits.h"

namespace studio {

SymbolRename::SymbolRename(EditorTabs *tabs, LanguageFeatures *features)
    : QObject(features), m_tabs(tabs), m_features(features)
{
}

RenameField *SymbolRename::field() const
{
    return m_field;
}

RenamePreview *SymbolRename::preview() const
{
    return m_preview;
}

void SymbolRename::stop()
{
    m_call.cancel();
    if (m_field) {
        m_field->close();
    }
}

void SymbolRename::begin()
{
    CodeEditor *const editor = m_tabs->current();
    stop();
    if (!editor) {
        return;
    }
    if (!m_features->isReadyFor(editor)) {
        m_features->showCaretNotice(tr("The language server is not ready, so nothing can be renamed yet."));
        return;
    }
    if (editor->isReadOnly()) {
        m_features->showCaretNotice(tr("The file is read-only, so nothing can be renamed here."));
        return;
    }
    prepare(editor, editor->caretPosition());
}

/// Asks what would be renamed. A server that cannot say gets the word.
void SymbolRename::prepare(CodeEditor *editor, int position)
{
    const auto [from, to] = editor->wordAt(position);
    const QString word = from < to ? editor->text(from, to) : QString();
    if (!m_features->client()->capabilities().all["renameProvider"]["prepareProvider"].boolean()) {
        if (!word.isEmpty()) {
            openField(editor, from, to, word);
        }
        return;
    }
    const auto take = [this, target = QPointer(editor), word](const Result<lsp::PrepareRename> &prepared) {
        const bool isRefused =
            !prepared && prepared.error().code == ErrorCode::Unavailable && target && m_features->isReadyFor(target);
        if (!prepared && !isRefused) {
            m_features->edits()->tell(prepared.error());
        } else if (isRefused || !prepared->range) {
            m_features->showCaretNotice(word.isEmpty() ? tr("There is nothing to rename here.")
                                                       : tr("“%1” cannot be renamed.").arg(word));
        } else if (target && target == m_tabs->current()) {
            const TextRange range = m_features->client()->textRange(m_features->pathOf(target), *prepared->range);
            const int begin = target->positionAt(range.start);
            const int end = target->positionAt(range.end);
            const QString name = end > begin ? target->text(begin, end) : QString();
            openField(target, begin, end, prepared->placeholder.isEmpty() ? name : prepared->placeholder);
        }
    };
    m_call = m_features->client()->prepareRename(m_features->pathOf(editor), editor->placeOf(position), take);
}

void SymbolRename::openField(CodeEditor *editor, int from, int to, const QString &name)
{
    m_editor = editor;
    m_position = from;
    m_name = name;
    m_field = new RenameField(editor, editor->areaOf(from, to), name);
    connect(m_field, &RenameField::submitted, this, &SymbolRename::submit);
    connect(m_field, &RenameField::left, this, [this] { m_call.cancel(); });
    connect(editor, &CodeEditor::changed, m_field, &RenameField::close); // the name is elsewhere
}

void SymbolRename::submit(const QString &name, bool withPreview)
{
    if (name == m_name || !m_editor) {
        stop();
        return;
    }
    if (!m_features->isReadyFor(m_editor)) {
        m_field->refuse(tr("The language server does not run any more. Nothing was changed."));
        return;
    }
    m_field->setBusy(true);
    m_call = m_features->client()->rename(m_features->pathOf(m_editor), m_editor->placeOf(m_position), name,
                                          [this, name, withPreview](const Result<lsp::WorkspaceEdit> &edit) {
                                              if (edit) {
                                                  stop();
                                                  detach(take(*edit, name, withPreview));
                                              } else if (m_field) {
                                                  m_field->refuse(edit.error().message);
                                              }
                                          });
}

QCoro::Task<void> SymbolRename::take(lsp::WorkspaceEdit edit, QString name, bool withPreview)
{
    const auto plan = co_await whileAlive(this, m_features->edits()->plan(std::move(edit)));
    if (!plan) {
        m_features->edits()->tell(plan.error());
        co_return;
    }
    if (plan->changes.isEmpty()) {
        m_features->showCaretNotice(tr("“%1” is used nowhere, so nothing was changed.").arg(m_name));
        co_return;
    }
    const bool isHere = plan->changes.size() == 1 && !plan->changes.front().isMoved();
    if (isHere && !withPreview) {
        co_await whileAlive(this, apply(*plan));
    } else {
        show(*plan, name);
    }
}

void SymbolRename::show(const WorkspaceEditPlan &plan, const QString &name)
{
    m_preview = new RenamePreview(tr("Rename “%1” to “%2”").arg(m_name, name), m_features->client()->rootFolder(),
                                  plan.changes, m_tabs->window());
    connect(m_preview, &QDialog::accepted, this, [this] {
        WorkspaceEditPlan chosen;
        chosen.changes = m_preview->chosen();
        detach(apply(std::move(chosen)));
    });
    connect(m_preview, &QDialog::finished, this, [this] {
        if (CodeEditor *const editor = m_tabs->current()) {
            editor->setFocus();
        }
    });
    m_preview->open();
}

QCoro::Task<void> SymbolRename::apply(WorkspaceEditPlan plan)
{
    const auto applied =
        co_await whileAlive(this, m_features->edits()->apply(tr("Rename %1").arg(m_name), std::move(plan)));
    if (!applied) {
        m_features->edits()->tell(applied.error());
    }
}

} // namespace studio
