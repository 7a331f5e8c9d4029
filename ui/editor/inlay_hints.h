// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/rpc_connection.h"
#include "ui/editor/viewport_questions.h"

#include <QMap>

class QPainter;

namespace studio {

class CodeEditor;
class LanguageFeatures;
namespace lsp {
struct InlayHint;
}

/// Types, parameters and results of chained calls that the code does not spell out, drawn behind the end of their line.
/// They are no part of the text: nothing is inserted, selected or copied. Scintilla cannot put text between two
/// characters, see ARCHITECTURE.md. Main thread.
class InlayHints final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype maxPerLine = 8;
    static constexpr qsizetype maxTextLength = 120; ///< of all hints of a line; longer ones are cut

    /// `editor` owns it; `features` outlives it.
    InlayHints(CodeEditor *editor, LanguageFeatures *features);

    [[nodiscard]] bool isWaiting() const { return m_questions.isWaiting() || m_call.isRunning(); }
    /// What is drawn behind a line; empty for nothing.
    [[nodiscard]] QStringList hintsOf(int line) const { return m_isOn ? m_hints.value(line) : QStringList(); }

private:
    void setOn(bool isOn);
    void ask(LineSpan lines, const TextRange &range);
    void take(LineSpan lines, QList<lsp::InlayHint> hints);
    void followChange(const TextRange &before, const QByteArray &text);
    [[nodiscard]] QString textOf(const lsp::InlayHint &hint, TextPlace place) const;
    void paint(QPainter &painter, const QRect &area) const;
    void paintLine(QPainter &painter, int line, const QStringList &hints) const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    ViewportQuestions m_questions;
    RpcCall m_call;
    QMap<int, QStringList> m_hints; ///< by line, from 0
    bool m_isOn = true;
};

} // namespace studio
