// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lsp/lsp_values.h"
#include "core/lsp/server_answers.h"
#include "core/model/text_change.h"
#include "ui/editor/editor_view.h"

#include <QHash>
#include <QObject>
#include <QPointer>

namespace studio {

class CodeCommands;
class CodeEditor;
class CodeSymbols;
class EditorTabs;
class FileMove;
class RustAnalysis;
class ServerEdits;
class SymbolNavigation;
class SymbolReferences;
class SymbolRename;
struct TestCommand;
struct TestResult;
namespace lsp {
class LspClient;
}

/// What the language server gives the open editors: descriptions of what is under the mouse, ways to where it is
/// defined, and changes of the code. Main thread.
class LanguageFeatures final : public QObject
{
    Q_OBJECT

public:
    explicit LanguageFeatures(EditorTabs *tabs); ///< which owns it

    void setAnalysis(RustAnalysis *analysis);      ///< null: none
    void setView(const EditorView *view);          ///< null: as ViewSettings are by default
    void setClient(lsp::LspClient *client);        ///< the same with any server
    void add(CodeEditor *editor);                  ///< after its file is known
    void restartServer();                          ///< also one that has ended, or was not found
    void showHover();                              ///< about the word at the caret
    void showSignature();                          ///< of the call around the caret
    void showCodeActions();                        ///< at the caret, as a menu
    void showCaretNotice(const QString &sentence); ///< why nothing happens, at the caret of the current editor

    void showOutline(); ///< of the current file, to choose from
    void focusBreadcrumbs();
    void openFile(const QString &path); ///< absolute
    void runAtCaret();                  ///< a test or the handler
    void runTest(const TestCommand &test);
    void setPlaceOf(const TestCommand &test, const QString &path, int line); ///< as TestRuns::setPlace()
    void runHandler();

    [[nodiscard]] SymbolNavigation *navigation() const { return m_navigation; }
    [[nodiscard]] ServerEdits *edits() const { return m_edits; }
    [[nodiscard]] CodeSymbols *symbols() const { return m_symbols; } ///< never null
    [[nodiscard]] CodeCommands *commands() const { return m_commands; }
    [[nodiscard]] SymbolRename *rename() const { return m_rename; }
    [[nodiscard]] FileMove *fileMove() const { return m_fileMove; }
    [[nodiscard]] SymbolReferences *references() const { return m_references; }

    [[nodiscard]] QString handlerFile() const;                               ///< absolute; empty while unknown
    [[nodiscard]] const TestResult *resultOf(const TestCommand &test) const; ///< as TestRuns::result()

    /// Whether the server runs and knows the editor's file. Before that client() may not be asked.
    [[nodiscard]] bool isReadyFor(const CodeEditor *editor) const;
    [[nodiscard]] lsp::LspClient *client() const;
    /// What completes and explains the editor's text; null for nothing. The server, else the first of setSources().
    [[nodiscard]] lsp::AnswerSource *sourceOf(const CodeEditor *editor) const;
    void setSources(const QList<lsp::AnswerSource *> &sources); ///< for files that the server does not know
    [[nodiscard]] QString pathOf(const CodeEditor *editor) const;
    [[nodiscard]] ViewSettings viewSettings() const;
    [[nodiscard]] bool isInProject(const QString &path) const; ///< also through links
    /// What the compiler suggests for a file is about an earlier text.
    [[nodiscard]] bool isCheckOutdated(const QString &path) const;
    /// What the server finds wrong at a place of an open file, as it said last.
    [[nodiscard]] QList<lsp::Diagnostic> diagnosticsAt(const QString &path, const TextRange &range) const;

Q_SIGNALS:
    void testsChanged();                          ///< how tests ended
    void checked();                               ///< the compiler's problems are about the texts as they are
    void diagnosticsChanged(const QString &path); ///< of a file that is open
    void viewChanged();
    void sourcesChanged();  ///< sourceOf() may be another for any editor
    void answersOutdated(); ///< the server is another, is ready now, or knows more than when it was asked

private:
    void addWholeFile(CodeEditor *editor);
    void announceReadiness();

    EditorTabs *m_tabs;
    SymbolNavigation *m_navigation;
    CodeSymbols *m_symbols;
    CodeCommands *m_commands;
    ServerEdits *m_edits;
    SymbolRename *m_rename;
    FileMove *m_fileMove;
    SymbolReferences *m_references;
    QPointer<RustAnalysis> m_analysis;
    QPointer<const EditorView> m_view;
    bool m_isReady = false; ///< all of the project was read, as it was told last
    QPointer<lsp::LspClient> m_client;
    lsp::ServerAnswers *m_serverAnswers;
    QList<QPointer<lsp::AnswerSource>> m_sources;
    QHash<QString, QList<lsp::Diagnostic>> m_diagnostics; ///< by path, of the files that are open at the server
};

} // namespace studio
