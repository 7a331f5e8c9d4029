// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_tabs.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/workspace/rust_analysis.h"
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/common/tip.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/committed_texts.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/editor_document.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/formatter.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/save_text.h"
#include "ui/editor/symbol_navigation.h"

#include <QFileInfo>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

QString EditorTabs::pathOf(const QWidget *editor)
{
    return editor ? editor->property(pathProperty).toString() : QString();
}

EditorTabs::EditorTabs(const QString &recoveryFolder, DocumentStore *documents, QWidget *parent)
    : QWidget(parent)
    , m_documents(documents ? documents : new DocumentStore(this))
    , m_formatter(new Formatter(this))
    , m_recovery(recoveryFolder,
                 [this](const QString &path) {
                     const CodeEditor *const editor = editorOf(path);
                     return editor && editor->isModified() ? std::optional(editor->text()) : std::nullopt;
                 })
    , m_syntaxes(readSyntaxes(thread()))
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("text-plain"), tr("No file is open"),
                             tr("Double-click one in the project tree, or drop one here.")))
    , m_groups(new EditorGroups)
    , m_language(new LanguageFeatures(this))
    , m_edits(new ProjectEdits(this))
    , m_committed(new CommittedTexts(this))
    , m_notice(new Banner)
    , m_find(new FindBar)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_groups);
    m_notice->hide();
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    column->addWidget(m_find);
    connect(m_groups, &EditorGroups::closeRequested, this, &EditorTabs::closeView);
    connect(m_groups, &EditorGroups::currentChanged, this, &EditorTabs::showCurrent);
    connect(m_notice, &Banner::dismissed, this, [this] {
        if (CodeEditor *editor = current()) {
            editor->mainView()->setProperty(dismissedProperty, true);
        }
    });
    connect(m_find, &FindBar::closed, this, [this] {
        if (CodeEditor *editor = current()) {
            editor->setFocus();
        }
    });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &EditorTabs::fileChanged);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &EditorTabs::lookForLost);
    connect(m_edits, &ProjectEdits::fileWritten, this, [this](const QString &path) {
        if (m_documents) {
            m_documents->saved(path);
        }
    });
    connect(&m_recovery, &RecoveryKeeper::failed, this,
            [this](const QString &reason) { Q_EMIT message(reason, true); });
}

EditorTabs::~EditorTabs()
{
    m_groups->disconnect(this);
    for (CodeEditor *const view : m_groups->editors()) {
        if (view->isSecondView()) {
            delete view; // while there is all that listens
        }
    }
    for (const QString &path : openPaths()) {
        editorOf(path)->flushChanges(); // what is told later would meet what is gone already
        if (m_documents) {
            m_documents->closed(path);
        }
    }
    m_recovery.keep(); // what a close leaves behind is written when this returns
}

void EditorTabs::showCurrent()
{
    CodeEditor *const editor = current();
    m_find->setEditor(editor);
    m_notice->hide();
    showAccess(currentPath());
    Q_EMIT currentChanged();
    if (editor) {
        int line = 0;
        int position = 0;
        editor->getCursorPosition(&line, &position);
        Q_EMIT caretMoved(line + 1, position + 1);
    }
}

Result<void> EditorTabs::read(const QString &path, Side side)
{
    const auto onDisk = readDocument(path);
    if (!onDisk) {
        Error error = onDisk.error();
        if (error.code == ErrorCode::InvalidArgument) { // no text for this editor
            error.message += tr(" Open it in another program.");
        }
        return std::unexpected(error);
    }
    const auto copy = m_recovery.take(path);
    const QString recovered = copy ? QString::fromUtf8(copy->text) : QString();
    const bool hasMore = copy && recovered != onDisk->text;
    add(path, hasMore ? recovered : onDisk->text, *onDisk, side);
    if (hasMore) {
        const bool isChangedSince = QFileInfo(path).lastModified() > copy->keptAt;
        const QString sentence =
            isChangedSince
                ? tr("%1 was changed on disk after what was typed here last time and not saved. You see what "
                     "you typed; undo shows what is on disk, and saving replaces it.")
                : tr("%1 has changes that were typed but not saved last time. They are back; Ctrl+S saves "
                     "them.");
        editorOf(path)->setProperty(recoveredProperty, sentence.arg(shortName(path)));
        Q_EMIT message(sentence.arg(shortName(path)), isChangedSince);
    }
    if (m_openErrors.contains(path)) {
        Q_EMIT messageOutdated(m_openErrors.take(path));
    }
    return {};
}

void EditorTabs::add(const QString &path, const QString &text, const DocumentText &onDisk, Side side)
{
    auto *const editor = new CodeEditor(m_syntaxes.result().get(), QFileInfo(path).fileName());
    editor->setSyntaxTheme(m_syntaxTheme);
    if (m_codeFont) {
        editor->setCodeFont(*m_codeFont);
    }
    editor->setProperty(pathProperty, path);
    editor->setProperty(savedProperty, onDisk.text);
    editor->format().setEncoding({.encoding = onDisk.encoding, .hasMark = onDisk.byteOrderMark});
    editor->format().setLineEnd(onDisk.lineEnd);
    editor->setText(onDisk.text);
    editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER);
    editor->setModified(false);
    m_edits->add(editor);
    loadFormat(editor);
    if (m_view) {
        m_view->add(editor);
    }
    if (text != onDisk.text) {
        editor->replaceText(text); // as a step of undo: it stays unsaved, whatever is typed and taken back
    }
    editor->setCursorPosition(0, 0);
    editor->flushChanges(); // nobody is to hear of the first text
    followText(editor);
    prepare(editor, path);
    place(editor, side);
    m_watcher.addPath(path);
    showAccess(path);
    m_asDocuments.insert(editor, std::make_shared<EditorDocument>(this, editor));
    m_documents->opened(path, m_asDocuments.value(editor).get());
}

/// What is told once of a file, whichever view it was changed in.
void EditorTabs::followText(CodeEditor *editor)
{
    connect(editor, &QsciScintilla::textChanged, this, [this, editor] {
        m_recovery.noteTyped(pathOf(editor));
        showTitle(pathOf(editor));
        Q_EMIT textChanged(pathOf(editor));
    });
    connect(editor, &CodeEditor::changeBegun, this, [this, editor] {
        if (m_documents) {
            m_documents->editBegun(pathOf(editor));
        }
    });
    connect(editor, &CodeEditor::changed, this, [this, editor](const TextChange &change) {
        if (m_documents) {
            m_documents->edited(pathOf(editor), change);
        }
    });
    connect(editor, &QsciScintilla::modificationChanged, this, [this, editor] {
        showTitle(pathOf(editor));
        if (!editor->isModified()) {
            withdrawSaid(editor, recoveredProperty);
        }
        if (!editor->property(obstacleProperty).toString().isEmpty()) {
            showAccess(pathOf(editor)); // undone down to what is on disk, for one
        }
    });
}

void EditorTabs::setAnalysis(RustAnalysis *analysis)
{
    m_analysis = analysis;
    m_formatter->setClient(m_analysis ? m_analysis->client() : nullptr);
    m_language->setAnalysis(analysis);
}

void EditorTabs::formatCurrent()
{
    if (CodeEditor *const editor = current()) {
        m_formatter->format(editor, currentPath(), [this](const Result<void> &done) {
            if (!done && done.error().code != ErrorCode::Cancelled) {
                Q_EMIT message(done.error().message, true);
            }
        });
    }
}

void EditorTabs::complete()
{
    if (CodeEditor *const editor = current()) {
        editor->findChild<CompletionAssist *>()->request();
    }
}

void EditorTabs::showTitle(const QString &path)
{
    QString name = shortName(path);
    name.replace(QLatin1Char('&'), QLatin1String("&&")); // one alone marks a shortcut
    for (CodeEditor *const view : viewsOf(path)) {
        m_groups->setTitle(view, view->isModified() ? name + QStringLiteral(" ●") : name, asTip(path));
    }
}

void EditorTabs::openAt(const QString &path, int line, int column)
{
    if (line > 0) {
        m_language->navigation()->noteJump();
    }
    if (const auto opened = open(path); !opened) {
        m_openErrors.insert(path, opened.error().message);
        Q_EMIT message(opened.error().message, true);
        return;
    }
    if (CodeEditor *editor = current(); editor && line > 0) {
        editor->goTo(line, column);
    }
}

void EditorTabs::openMatch(const QString &path, int line, int column, int length)
{
    openAt(path, line, 0);
    CodeEditor *const editor = current();
    if (!editor || pathOf(editor) != path) {
        return;
    }
    const auto start = static_cast<int>(editor->SendScintilla(QsciScintillaBase::SCI_POSITIONFROMLINE, word(line - 1)));
    const QString text = editor->text(start, static_cast<int>(editor->length()));
    const qsizetype from = QStringView(text).first(std::min<qsizetype>(column, text.size())).toUtf8().size();
    const qsizetype to = QStringView(text).first(std::min<qsizetype>(column + length, text.size())).toUtf8().size();
    editor->SendScintilla(QsciScintillaBase::SCI_SETSEL, word(start + from), static_cast<long>(start + to));
    editor->ensureCursorVisible();
}

QStringList EditorTabs::openPaths() const
{
    QStringList paths;
    for (const CodeEditor *const view : m_groups->editors()) {
        if (!paths.contains(pathOf(view))) {
            paths << pathOf(view);
        }
    }
    return paths;
}

QString EditorTabs::currentPath() const
{
    return pathOf(current());
}

CodeEditor *EditorTabs::current() const
{
    return m_groups->current();
}

CodeEditor *EditorTabs::editorOf(const QString &path) const
{
    const QList<CodeEditor *> views = viewsOf(path);
    return views.isEmpty() ? nullptr : views.first()->mainView();
}

bool EditorTabs::hasUnsaved() const
{
    return std::ranges::any_of(m_groups->editors(), &CodeEditor::isModified);
}

Task<bool> EditorTabs::save(QString path, bool evenIfAsRead)
{
    QPointer<CodeEditor> editor(editorOf(path));
    if (!editor || !(editor->isModified() || (evenIfAsRead && !QFileInfo::exists(path)))) {
        co_return true;
    }
    if (m_formatsOnSave && editor->isModified() && m_language->isReadyFor(editor)) {
        (void)co_await whileAlive(this, m_formatter->formatForSave(editor, path)); // as it is, where it cannot be
    }
    co_return co_await whileAlive(this, write(std::move(path)));
}

Task<bool> EditorTabs::write(QString path)
{
    if (CodeEditor *const editor = editorOf(path)) {
        editor->format().cleanBeforeSave();
    }
    return saveAsItIs(std::move(path));
}

Task<bool> EditorTabs::saveAsItIs(QString path)
{
    const QPointer<CodeEditor> editor(editorOf(path));
    if (!editor) {
        co_return true;
    }
    editor->flushChanges(); // a server hears of them before it hears of the save
    const QString text = editor->text();
    m_watcher.removePath(path);
    const auto written = co_await whileAlive(
        this, onWorker([path, text, how = editor->format().encoding()] { return saveText(path, text, how); }));
    m_watcher.addPath(path);
    if (!written) {
        if (editor) {
            editor->setProperty(dismissedProperty, false);
        }
        showAccess(path);
        if (written.error().code == ErrorCode::InvalidArgument) {
            Q_EMIT encodingRefused(path, written.error().message);
        } else if (m_notice->isHidden() || path != currentPath()) { // or it says so already
            Q_EMIT message(written.error().message, true);
        }
        co_return std::unexpected(written.error());
    }
    if (editor) {
        editor->setProperty(savedProperty, text);
        editor->setModified(editor->text() != text); // typing may have gone on
        if (!editor->isModified()) {
            m_recovery.drop(path);
        }
    }
    reloadFormats(path);
    m_documents->saved(path);
    Q_EMIT saved(path);
    co_return true;
}

Task<bool> EditorTabs::save(QString path)
{
    return save(std::move(path), false);
}

Task<bool> EditorTabs::saveCurrent()
{
    return save(currentPath(), true);
}

Task<bool> EditorTabs::saveAll()
{
    for (const QString &path : openPaths()) {
        const auto one = co_await whileAlive(this, save(path, false));
        if (!one) {
            co_return one;
        }
    }
    co_return true;
}

void EditorTabs::renamed(const QString &from, const QString &to)
{
    for (const QString &path : openPaths()) {
        if (path != from && !path.startsWith(from + QLatin1Char('/'))) {
            continue;
        }
        moveTo(editorOf(path), to + path.sliced(from.size()));
    }
    m_recovery.keep();
    Q_EMIT currentChanged();
}

} // namespace studio
