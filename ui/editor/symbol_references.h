// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/lsp/lsp_values.h"
#include "core/lsp/rpc_connection.h"

#include <QObject>
#include <QPointer>

namespace studio {

class CodeEditor;
class EditorTabs;
class LanguageFeatures;
class ReferencesPeek;
struct Reference;

/// Where the symbol at the caret is used, as the language server knows it, in a list over the editor. Main thread.
class SymbolReferences final : public QObject
{
    Q_OBJECT

public:
    /// More are counted, and not listed.
    static constexpr qsizetype maxReferences = 2'000;

    /// `features` owns it; `tabs` outlives it.
    SymbolReferences(EditorTabs *tabs, LanguageFeatures *features);

    void show(); ///< of the symbol at the caret of the current editor
    [[nodiscard]] ReferencesPeek *peek() const;

private:
    struct Question
    {
        QPointer<CodeEditor> editor;
        int position = 0; ///< of the caret, bytes
        QString word;
    };

    QCoro::Task<void> take(Question question, lsp::Locations locations);
    void list(const Question &question, const QList<Reference> &references, qsizetype count);
    [[nodiscard]] QString titleOf(const QString &word, const QList<Reference> &references, qsizetype count) const;

    EditorTabs *m_tabs;
    LanguageFeatures *m_features;
    QPointer<ReferencesPeek> m_peek;
    RpcCall m_call;
};

} // namespace studio
