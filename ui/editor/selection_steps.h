// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "core/model/text_change.h"

#include <QList>
#include <QObject>

namespace studio {

class CodeEditor;
class LanguageFeatures;

/// Extends the selection to what is around it (a word, an expression, a block, an item), and back again step by step.
/// The language server knows the steps; without one they are word, line and file. Main thread.
class SelectionSteps final : public QObject
{
    Q_OBJECT

public:
    /// `editor` owns it; `features` outlives it.
    SelectionSteps(CodeEditor *editor, LanguageFeatures *features);

    void extend();
    void shrink(); ///< to what was selected before extend(), while the selection is still that of it

private:
    struct Span ///< in bytes of the text
    {
        int from = 0;
        int to = 0;

        bool operator==(const Span &) const = default;
    };

    void extendTo(const QList<Span> &around);
    void select(Span span);
    [[nodiscard]] Span selected() const;
    [[nodiscard]] QList<Span> withoutServer() const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    RpcCall m_call;
    QList<Span> m_steps; ///< that were selected one after the other; the last one is now
};

} // namespace studio
