// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/answer_source.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace studio {

class CodeEditor;
class CompletionPopup;
class LanguageFeatures;
class SnippetSession;
namespace lsp {
struct Snippet;
} // namespace lsp

/// Completions in one editor, of a language server or another source: asked for while a name is typed, after the
/// source's trigger characters, or by request(); narrowed by what is typed on; inserted by Enter, Tab or the mouse,
/// with what belongs to it elsewhere in the file, such as an import, as one step of undo. Keys that mean something to
/// the list are its while it is shown. Where no name is begun there is a list only after a trigger character, by
/// request(), or by an item that goes on with another. Main thread.
class CompletionAssist : public QObject
{
    Q_OBJECT

public:
    /// `features` has the source for the editor's file, and outlives it.
    CompletionAssist(CodeEditor *editor, LanguageFeatures *features);
    ~CompletionAssist() override;

    void request();
    [[nodiscard]] bool isShown() const;
    [[nodiscard]] CompletionPopup *popup(); ///< made with its first use
    /// Goes through the places of a snippet whose text stands at `position` (bytes) already.
    void beginSnippet(const lsp::Snippet &snippet, int position);

    bool eventFilter(QObject *object, QEvent *event) override;

Q_SIGNALS:
    void inserted(const QString &text); ///< a completion that was chosen

private:
    void dropSource();
    void takeTyped(int character);
    void ask(const QString &trigger);
    void askWithoutName(const QString &trigger); ///< what is found is shown although no name is begun
    void askAgain();
    void take(const Result<lsp::CompletionList> &list);
    void askForMore();
    void narrow();
    void hide();
    bool handleKey(const QKeyEvent &event);
    void accept(int row);
    void insert(const lsp::CompletionItem &item);
    /// Returns by how many bytes what stands behind `before` has moved.
    int apply(const lsp::TextEdits &edits, int before);
    void resolve(int row);
    void showDocumentation(int row);
    [[nodiscard]] int caret() const;
    [[nodiscard]] bool isName(const QString &text) const;
    [[nodiscard]] int nameStart(int position) const;
    [[nodiscard]] bool mayShow() const; ///< a list, at the caret
    [[nodiscard]] QString textBetween(int from, int to) const;

    CodeEditor *m_editor;
    LanguageFeatures *m_features;
    QPointer<lsp::AnswerSource> m_source; ///< that was asked last
    QPointer<CompletionPopup> m_popup;
    SnippetSession *m_snippet;
    int m_anchor = -1;          ///< where the name begins that is completed; bytes
    int m_askedAt = -1;         ///< where the name began that was asked for; bytes
    bool m_needsNoName = false; ///< of what was asked at m_askedAt
    bool m_isIncomplete = false;
    bool m_isInserting = false;
    lsp::AnswerCall m_call;
    lsp::AnswerCall m_resolve;
    lsp::AnswerCall m_imports; ///< of an item that was inserted before it was resolved
    QTimer m_again;            ///< asks again for what was cancelled by typing on
    QTimer m_explain;          ///< a selection that stays is explained
};

} // namespace studio
