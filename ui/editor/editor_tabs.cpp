// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_tabs.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/workspace/rust_analysis.h"
#include "ui/common/empty_state.h"
#include "ui/common/tip.h"
#include "ui/editor/access_notice.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/committed_texts.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/editor_document.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_path.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/formatter.h"
#include "ui/editor/language_features.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/save_text.h"
#include "ui/editor/split_views.h"
#include "ui/editor/symbol_navigation.h"
#include "ui/editor/tab_titles.h"
#include "ui/syntax/read_syntaxes.h"

#include <QCoroSignal>
#include <QFileInfo>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

QString EditorTabs::pathOf(const QWidget *editor)
{
    return editorPath(editor);
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
    , m_views(new SplitViews(this))
    , m_titles(new TabTitles(m_views))
    , m_language(new LanguageFeatures(this))
    , m_edits(new ProjectEdits(this))
    , m_committed(new CommittedTexts(this))
    , m_disk(new FilesOnDisk(this))
    , m_notice(new AccessNotice(this))
    , m_find(new FindBar)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(groups());
    m_notice->hide();
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    column->addWidget(m_find);
    connect(groups(), &EditorGroups::closeRequested, this, &EditorTabs::closeView);
    connect(groups(), &EditorGroups::currentChanged, this, &EditorTabs::showCurrent);
    connect(m_views, &SplitViews::secondViewMade, this, [this](CodeEditor *view) {
        if (m_view) {
            m_view->add(view);
        }
        prepare(view);
    });
    connect(m_views, &SplitViews::added, m_titles, &TabTitles::update);
    m_titles->setNote([this](const QString &path) {
        return isForReading(path) ? tr("A library's file, which can be read and not changed") : QString();
    });
    connect(m_notice, &AccessNotice::message, this, &EditorTabs::message);
    connect(m_notice, &AccessNotice::saveRequested, this, [this](const QString &path) { detach(save(path, true)); });
    connect(m_notice, &AccessNotice::saveAsRequested, this, &EditorTabs::askWhereToSave);
    connect(m_find, &FindBar::closed, this, [this] {
        if (CodeEditor *editor = current()) {
            editor->setFocus();
        }
    });
    connect(m_disk, &FilesOnDisk::message, this, &EditorTabs::message);
    connect(m_disk, &FilesOnDisk::messageOutdated, this, &EditorTabs::messageOutdated);
    connect(m_disk, &FilesOnDisk::changedOnBothSides, this, &EditorTabs::changedOnBothSides);
    connect(m_disk, &FilesOnDisk::formatChanged, this, &EditorTabs::formatChanged);
    connect(m_disk, &FilesOnDisk::accessChanged, m_notice, &AccessNotice::update);
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
    groups()->disconnect(this);
    for (CodeEditor *const view : groups()->editors()) {
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
    m_notice->update(currentPath());
    Q_EMIT currentChanged();
    if (editor) {
        int line = 0;
        int position = 0;
        editor->getCursorPosition(&line, &position);
        Q_EMIT caretMoved(line + 1, position + 1);
    }
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

QStringList EditorTabs::openPaths() const
{
    return m_views->openPaths();
}

QString EditorTabs::currentPath() const
{
    return pathOf(current());
}

CodeEditor *EditorTabs::current() const
{
    return m_views->current();
}

void EditorTabs::focusCurrent()
{
    if (CodeEditor *const editor = current()) {
        editor->setFocus();
    }
}

CodeEditor *EditorTabs::editorOf(const QString &path) const
{
    return m_views->mainViewOf(path);
}

EditorGroups *EditorTabs::groups() const
{
    return m_views->groups();
}

bool EditorTabs::hasUnsaved() const
{
    return std::ranges::any_of(groups()->editors(), &CodeEditor::isModified);
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
    const auto written = co_await whileAlive(this, writeText(editor, path));
    if (!written) {
        if (editor) {
            m_notice->forgetDismissed(editor);
        }
        m_notice->update(path);
        if (written.error().code == ErrorCode::InvalidArgument) {
            Q_EMIT encodingRefused(path, written.error().message);
        } else if (m_notice->isHidden() || path != currentPath()) { // or it says so already
            Q_EMIT message(written.error().message, true);
        }
        co_return std::unexpected(written.error());
    }
    noteSaved(path);
    co_return true;
}

/// Each file by one at a time: a save that began earlier must not end later.
Task<EditorTabs::WrittenText> EditorTabs::writeText(QPointer<CodeEditor> editor, QString path)
{
    while (m_written.contains(path)) {
        co_await whileAlive(this, qCoro(this, &EditorTabs::writeEnded));
    }
    if (!editor) {
        co_return cancelled();
    }
    editor->flushChanges(); // a server hears of them before it hears of the save
    const WrittenText text{.text = editor->text(), .encoding = editor->format().encoding()};
    const FilesOnDisk::Stamp before = FilesOnDisk::stampOf(path);
    m_disk->unwatch(path);
    m_written.insert(path);
    const auto written =
        co_await whileAlive(this, onWorker([path, text] { return saveText(path, text.text, text.encoding); }));
    m_written.remove(path);
    if (written && editor && editorOf(path) == editor) { // it may have been moved or closed meanwhile
        m_disk->noteText(editor, text.text.toUtf8());    // typing may have gone on
        m_disk->watchWritten(path, text.text, text.encoding);
    } else if (editorOf(path)) {
        m_disk->watchUnwritten(path, before);
    }
    Q_EMIT writeEnded();
    co_return written ? Result<WrittenText>(text) : std::unexpected(written.error());
}

void EditorTabs::noteSaved(const QString &path)
{
    if (const CodeEditor *const editor = editorOf(path); editor && !editor->isModified()) {
        m_recovery.drop(path);
    }
    reloadFormats(path);
    m_documents->saved(path);
    Q_EMIT saved(path);
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

void EditorTabs::withdrawRecovered(QWidget *editor)
{
    if (const QString said = editor->property(recoveredProperty).toString(); !said.isEmpty()) {
        editor->setProperty(recoveredProperty, QVariant());
        Q_EMIT messageOutdated(said);
    }
}

} // namespace studio
