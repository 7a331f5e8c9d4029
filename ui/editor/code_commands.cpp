// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_commands.h"

#include "core/lsp/lsp_client.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_edits.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/language_features.h"
#include "ui/editor/line_commands.h"
#include "ui/editor/selection_steps.h"
#include "ui/editor/symbol_list.h"
#include "ui/editor/symbol_navigation.h"

#include <QDesktopServices>
#include <QDialog>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxRelatedTests = 500;

/// The first word, which the server's label has before the name: "test tests::adds".
QString nameOfTest(const lsp::RelatedTest &test)
{
    return test.runnable.label.section(u' ', 1);
}

/// Scintilla lays out a whole line at once, so one of a megabyte would stop the window.
QString withShortLines(const QString &text)
{
    constexpr qsizetype maxLine = 4'000;
    QString result;
    for (const QStringView line : QStringView(text).split(u'\n')) {
        for (qsizetype from = 0; from == 0 || from < line.size(); from += maxLine) {
            result += line.mid(from, maxLine);
            result += u'\n';
        }
    }
    return result;
}

} // namespace

CodeCommands::CodeCommands(EditorTabs *tabs, LanguageFeatures *features)
    : QObject(features), m_tabs(tabs), m_features(features)
{
}

CodeEditor *CodeCommands::readyEditor() const
{
    CodeEditor *const editor = m_tabs->current();
    if (editor && !m_features->isReadyFor(editor)) {
        m_features->showCaretNotice(tr("rust-analyzer does not know this file, or does not run yet."));
        return nullptr;
    }
    return editor;
}

void CodeCommands::expandMacro()
{
    CodeEditor *const editor = readyEditor();
    if (!editor) {
        return;
    }
    m_call = m_features->client()->expandMacro(
        m_features->pathOf(editor), editor->placeOf(editor->caretPosition()),
        [this](const Result<lsp::ExpandedMacro> &macro) {
            if (!macro || macro->expansion.isEmpty()) {
                m_features->showCaretNotice(tr("There is no macro at the caret that could be expanded."));
            } else {
                showExpansion(*macro);
            }
        });
}

void CodeCommands::showExpansion(const lsp::ExpandedMacro &macro)
{
    auto *const dialog = new QDialog(m_tabs->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Expansion of %1").arg(macro.name));
    auto *const column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    CodeEditor *const view =
        m_tabs->makeViewer(QStringLiteral("expansion.rs"), withShortLines(macro.expansion.left(maxExpansion)));
    view->setAccessibleName(dialog->windowTitle());
    column->addWidget(view);
    auto *const escape = new QShortcut(dialog); // the view would take the keys
    escape->setKeys({Qt::Key_Escape, QKeySequence(QKeySequence::Close)});
    connect(escape, &QShortcut::activated, dialog, &QDialog::close);
    dialog->resize(std::min(900, m_tabs->width()), std::min(600, m_tabs->window()->height()));
    dialog->show();
    view->setFocus();
}

void CodeCommands::openDocumentation()
{
    CodeEditor *const editor = readyEditor();
    if (!editor) {
        return;
    }
    m_call = m_features->client()->externalDocs(
        m_features->pathOf(editor), editor->placeOf(editor->caretPosition()),
        [this](const Result<lsp::ExternalDocs> &docs) { openPage(docs ? docs->url : QString()); });
}

/// A server may name anything: only pages of the web are opened.
void CodeCommands::openPage(const QString &text)
{
    const QUrl url(text);
    if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http")) {
        QDesktopServices::openUrl(url);
    } else {
        m_features->showCaretNotice(tr("No page documents what is at the caret."));
    }
}

void CodeCommands::goToParentModule()
{
    CodeEditor *const editor = readyEditor();
    if (!editor) {
        return;
    }
    m_call = m_features->client()->parentModule(m_features->pathOf(editor), editor->placeOf(editor->caretPosition()),
                                                [this](const Result<lsp::Locations> &locations) {
                                                    m_features->navigation()->goToOneOf(
                                                        locations.value_or(lsp::Locations()),
                                                        tr("This file has no parent module."));
                                                });
}

void CodeCommands::showRelatedTests()
{
    CodeEditor *const editor = readyEditor();
    if (!editor) {
        return;
    }
    m_call = m_features->client()->relatedTests(
        m_features->pathOf(editor), editor->placeOf(editor->caretPosition()),
        [this](const Result<lsp::RelatedTests> &tests) { chooseTest(tests.value_or(lsp::RelatedTests())); });
}

void CodeCommands::chooseTest(const lsp::RelatedTests &tests)
{
    CodeEditor *const editor = m_tabs->current();
    QList<lsp::LocationLink> places;
    QStringList names;
    for (const lsp::RelatedTest &test : tests) {
        const QString name = nameOfTest(test);
        if (test.runnable.location && !names.contains(name) && places.size() < maxRelatedTests) {
            places << *test.runnable.location;
            names << name;
        }
    }
    if (!editor || places.isEmpty()) {
        m_features->showCaretNotice(tr("No test uses the function at the caret."));
        return;
    }
    auto *const list = new SymbolList(tr("Related tests"), editor);
    for (const QString &name : std::as_const(names)) {
        list->add(name, QStringLiteral("test"));
    }
    connect(list, &SymbolList::closed, editor, [editor] { editor->setFocus(); });
    connect(list, &SymbolList::chosen, this,
            [this, places](int index) { m_features->navigation()->goToOneOf({places.at(index)}, {}); });
    const int caret = editor->caretPosition();
    const QRect area = editor->areaOf(caret, caret);
    list->showAt(QRect(editor->mapToGlobal(area.topLeft()), area.size()), 0);
}

void CodeCommands::reloadWorkspace()
{
    if (!readyEditor()) {
        return;
    }
    m_call = m_features->client()->reloadWorkspace([this](const Result<lsp::Nothing> &done) {
        done ? m_features->showCaretNotice(tr("rust-analyzer reads the project again."))
             : Q_EMIT m_tabs->message(
                   tr("rust-analyzer could not read the project again. %1").arg(done.error().message), true);
    });
}

void CodeCommands::restartServer()
{
    m_features->restartServer();
}

void CodeCommands::joinLines()
{
    CodeEditor *const editor = m_tabs->current();
    if (!editor || editor->isReadOnly()) {
        return;
    }
    const auto position = [editor](unsigned int message) { return static_cast<int>(editor->SendScintilla(message)); };
    const TextRange range{editor->placeOf(position(QsciScintillaBase::SCI_GETSELECTIONSTART)),
                          editor->placeOf(position(QsciScintillaBase::SCI_GETSELECTIONEND))};
    if (!m_features->isReadyFor(editor)) {
        studio::joinLines(*editor, range.start.line, std::max(range.start.line + 1, range.end.line));
        return;
    }
    const QString path = m_features->pathOf(editor);
    m_call = m_features->client()->joinLines(
        path, range, [this, editor = QPointer(editor), path](const Result<lsp::TextEdits> &edits) {
            QList<TextChange> changes;
            for (const lsp::TextEdit &edit : edits.value_or(lsp::TextEdits())) {
                changes << TextChange{m_features->client()->textRange(path, edit.range), edit.newText.toUtf8()};
            }
            if (editor && !changes.isEmpty()) {
                (void)applyEdits(editor, changes, editor->caretPosition()); // overlapping ones change nothing
            }
        });
}

/// The server's also knows `<` and `|`, which Scintilla takes for operators.
void CodeCommands::goToMatchingBrace()
{
    CodeEditor *const editor = m_tabs->current();
    if (!editor) {
        return;
    }
    if (!m_features->isReadyFor(editor)) {
        editor->moveToMatchingBrace();
        return;
    }
    const QString path = m_features->pathOf(editor);
    m_call = m_features->client()->matchingBrace(
        path, editor->placeOf(editor->caretPosition()),
        [this, editor = QPointer(editor), path](const Result<lsp::Positions> &positions) {
            if (editor && positions && !positions->isEmpty()) {
                editor->goTo(m_features->client()->place(path, positions->front()));
            }
        });
}

void CodeCommands::extendSelection()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<SelectionSteps *>()->extend();
    }
}

void CodeCommands::shrinkSelection()
{
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->findChild<SelectionSteps *>()->shrink();
    }
}

} // namespace studio
