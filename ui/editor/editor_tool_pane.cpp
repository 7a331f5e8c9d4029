// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_tool_pane.h"

#include "core/base/detach.h"
#include "core/lsp/answer_source.h"
#include "core/workspace/document_store.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/common/input_dialog.h"
#include "ui/editor/change_actions.h"
#include "ui/editor/clipboard_actions.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editing_actions.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_menu.h"
#include "ui/editor/editor_status.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/file_move.h"
#include "ui/editor/files_on_disk.h"
#include "ui/editor/go_to_line.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/language_features.h"
#include "ui/editor/new_file_dialog.h"
#include "ui/editor/problem_marks.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/split_actions.h"
#include "ui/editor/tab_actions.h"
#include "ui/editor/tab_commands.h"
#include "ui/editor/tab_drag.h"
#include "ui/editor/tabs_state.h"

#include <QFileInfo>

namespace studio {

namespace {

QList<QKeySequence> keys(const char *text)
{
    return {QKeySequence(QString::fromLatin1(text))};
}

} // namespace

EditorToolPane::EditorToolPane(QString recoveryFolder, QAction *emptyAction, QObject *parent)
    : ToolPane(parent)
    , m_recoveryFolder(std::move(recoveryFolder))
    , m_splitActions(new SplitActions(this))
    , m_tabActions(new TabActions(this))
    , m_emptyAction(emptyAction)
{
    addFileActions();
    addEditActions();
}

QIcon EditorToolPane::icon() const
{
    return studio::icon("text-plain");
}

void EditorToolPane::addAction(const ActionSpec &spec, const std::function<void()> &slot)
{
    QAction *const action = makeAction(this, spec);
    connect(action, &QAction::triggered, this, slot);
    m_actions << action;
}

void EditorToolPane::addFileActions()
{
    constexpr auto file = ActionMenu::File;
    constexpr int section = 20;
    addAction({.id = QStringLiteral("editor.newFile"),
               .text = tr("New file…"),
               .keys = {QKeySequence::New},
               .icon = QStringLiteral("document-new"),
               .menu = file,
               .section = 5},
              [this] { askForNewFile(tabs(), m_workspace ? m_workspace->folder() : QString()); });
    addAction({.id = QStringLiteral("editor.save"),
               .text = tr("Save"),
               .keys = {QKeySequence::Save},
               .icon = QStringLiteral("document-save"),
               .menu = file,
               .section = section},
              [this] { detach(tabs()->saveCurrent()); });
    addAction({.id = QStringLiteral("editor.saveAs"),
               .text = tr("Save as…"),
               .icon = QStringLiteral("document-save-as"),
               .menu = file,
               .section = section},
              [this] { tabs()->askWhereToSave(); });
    addAction({.id = QStringLiteral("editor.saveAll"),
               .text = tr("Save all"),
               .keys = keys("Ctrl+Shift+S"),
               .icon = QStringLiteral("document-save-all"),
               .menu = file,
               .section = section},
              [this] { detach(tabs()->saveAll()); });
    addAction({.id = QStringLiteral("editor.revert"),
               .text = tr("Revert to saved"),
               .tip = tr("Show what is on disk; undo brings back what was typed"),
               .icon = QStringLiteral("document-revert"),
               .menu = file,
               .section = section},
              [this] { tabs()->disk()->reloadFromDisk(tabs()->currentPath()); });
    addAction({.id = QStringLiteral("editor.reopenClosed"),
               .text = tr("Reopen closed file"),
               .keys = keys("Ctrl+Shift+T"),
               .menu = file,
               .section = section},
              [this] {
                  tabs();
                  m_tabCommands->reopenClosed();
              });
    addAction({.id = QStringLiteral("editor.closeFile"),
               .text = tr("Close file"),
               .keys = keys("Ctrl+W"),
               .icon = QStringLiteral("tab-close"),
               .menu = file,
               .section = section},
              [this] { tabs()->closeCurrent(); });
}

void EditorToolPane::addEditActions()
{
    constexpr auto edit = ActionMenu::Edit;
    constexpr auto view = ActionMenu::View;
    const auto spec = [](const char *id, const QString &text, const QList<QKeySequence> &keys, const char *icon,
                         ActionMenu menu, int section) {
        return ActionSpec{.id = QString::fromLatin1(id),
                          .text = text,
                          .keys = keys,
                          .icon = QString::fromLatin1(icon),
                          .menu = menu,
                          .section = section};
    };
    m_actions << makeClipboardActions(this, [this]() -> QWidget * { return tabs()->current(); });
    m_actions << makeEditingActions(this, [this] { return tabs()->current(); });
    addAction(spec("editor.complete", tr("Complete"), keys("Ctrl+Space"), "", edit, 30),
              [this] { tabs()->complete(); });
    addAction(spec("editor.format", tr("Format file"), keys("Shift+Alt+F"), "", edit, 30),
              [this] { tabs()->formatCurrent(); });
    addFormatOnSave();
    addAction(spec("editor.encoding", tr("Encoding of the file…"), {}, "", ActionMenu::File, 30), [this] {
        if (m_status) {
            m_status->openEncodings();
        }
    });
    addAction(spec("editor.lineEnds", tr("Line ends of the file…"), {}, "", ActionMenu::File, 30), [this] {
        if (m_status) {
            m_status->openLineEnds();
        }
    });
    addAction(spec("editor.goToLine", tr("Go to line…"), keys("Ctrl+G"), "go-jump", edit, 30),
              [this] { askForLine(tabs()->current()); });
    addAction(spec("editor.focus", tr("Back to the editor"), keys("Escape"), "", view, 10), [this] {
        if (CodeEditor *const editor = tabs()->current()) {
            tabs()->closeFind();
            editor->setFocus();
        }
    });
    m_actions << makeLanguageActions(this, [this] { return tabs()->language(); });
    m_actions << makeChangeActions(this, [this] { return tabs()->current(); });
    m_actions << makeViewActions(this, &m_view);
    m_actions << m_splitActions->actions() << m_tabActions->actions();
    connect(&m_view, &EditorView::changed, this, &ToolPane::stateChanged);
    addAction(spec("editor.syntaxTheme", tr("Syntax theme…"), {}, "", view, 60), [this] { askForSyntaxTheme(); });
}

/// Beside the action that formats a file: one who formats by hand finds it there.
void EditorToolPane::addFormatOnSave()
{
    m_formatOnSave = makeAction(this, {.id = QStringLiteral("editor.formatOnSave"),
                                       .text = tr("Format on save"),
                                       .tip = tr("Format Rust files when they are saved"),
                                       .menu = ActionMenu::Edit,
                                       .section = 30});
    m_formatOnSave->setCheckable(true);
    connect(m_formatOnSave, &QAction::triggered, this, &EditorToolPane::formatsOnSaveChosen);
    m_actions << m_formatOnSave;
}

/// What the status bar's menu of the language has.
QList<QAction *> EditorToolPane::languageActions() const
{
    const auto format = std::ranges::find(m_actions, QStringLiteral("editor.format"), &QAction::objectName);
    return {*format, m_formatOnSave};
}

void EditorToolPane::setFormatsOnSave(bool isOn)
{
    m_formatOnSave->setChecked(isOn);
    tabs()->setFormatsOnSave(isOn);
}

void EditorToolPane::setSyntaxTheme(const QString &name)
{
    m_syntaxTheme = name;
    if (m_tabs) {
        m_tabs->setSyntaxTheme(name);
    }
}

void EditorToolPane::askForSyntaxTheme()
{
    const QString asWindow = tr("As the window");
    const QStringList installed = tabs()->syntaxThemes();
    auto *const dialog = inputDialog(tabs()->window(), tr("Syntax theme"), tr("Theme of the code"));
    dialog->setComboBoxItems(QStringList{asWindow} + installed);
    dialog->setTextValue(installed.contains(m_syntaxTheme) ? m_syntaxTheme : asWindow);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, asWindow](const QString &name) {
        setSyntaxTheme(name == asWindow ? QString() : name);
        Q_EMIT syntaxThemeChosen(m_syntaxTheme);
    });
    dialog->open();
}

EditorTabs *EditorToolPane::tabs()
{
    widget();
    return m_tabs;
}

QWidget *EditorToolPane::makeWidget()
{
    m_tabs = new EditorTabs(m_recoveryFolder, m_workspace ? m_workspace->documents() : nullptr);
    m_marks = new ProblemMarks(m_tabs);
    m_marks->setWorkspace(m_workspace);
    m_tabs->setEmptyAction(m_emptyAction);
    m_tabs->setMenuActions(EditorMenu::chosenFrom(m_actions));
    m_tabs->setView(&m_view);
    m_tabs->setSyntaxTheme(m_syntaxTheme);
    m_tabCommands = new TabCommands(m_tabs);
    new TabDrag(m_tabs);
    m_splitActions->follow(m_tabs);
    m_tabActions->follow(m_tabs);
    m_tabCommands->setFolder(m_workspace ? m_workspace->folder() : QString());
    connectTabs();
    return m_tabs;
}

QWidget *EditorToolPane::cornerWidget()
{
    m_status = new EditorStatus(tabs());
    m_status->setLanguageActions(languageActions());
    return m_status;
}

QWidget *EditorToolPane::focusTarget()
{
    CodeEditor *const editor = tabs()->current();
    return editor ? static_cast<QWidget *>(editor) : m_tabs;
}

bool EditorToolPane::find(const SearchQuery &query)
{
    switch (query.step) {
    case SearchQuery::Step::Open:
        tabs()->openFind(false);
        break;
    case SearchQuery::Step::Replace:
        tabs()->openFind(true);
        break;
    case SearchQuery::Step::Next:
        tabs()->findNext(true);
        break;
    case SearchQuery::Step::Previous:
        tabs()->findNext(false);
        break;
    }
    return true;
}

Json EditorToolPane::saveState() const
{
    if (!m_tabs) {
        return {};
    }
    Json state = saveTabs(*m_tabs);
    state["view"] = m_view.saveState();
    return state;
}

/// The files that were open last, each at its caret; one that is gone is not opened.
void EditorToolPane::restoreState(const JsonReader &state)
{
    m_view.restoreState(state["view"]);
    restoreTabs(*tabs(), state);
    if (tabs()->openPaths().isEmpty()) {
        openFirstFile();
    }
    if (CodeEditor *const editor = m_tabs->current()) {
        editor->setFocus();
    }
}

/// What was typed and not saved stays in its recovery copy.
void EditorToolPane::attach(Workspace *workspace)
{
    if (m_tabs) {
        m_tabs->closeAll();
        m_tabCommands->setFolder(workspace ? workspace->folder() : QString());
    }
    if (m_workspace == workspace) {
        return;
    }
    if (m_workspace) {
        m_workspace->documents()->setOpener({});
        m_workspace->documents()->setChanges(nullptr);
        m_workspace->navigation()->disconnect(m_tabs);
        m_tabs->disconnect(m_workspace->navigation());
    }
    m_workspace = workspace;
    if (m_tabs) {
        m_tabs->setDocuments(workspace ? workspace->documents() : nullptr);
    }
    if (m_marks) {
        m_marks->setWorkspace(workspace);
    }
    if (!workspace) {
        return;
    }
    workspace->documents()->setOpener([this](const QString &path) { return tabs()->reveal(path); });
    workspace->documents()->setChanges(tabs()->edits());
    tabs()->language()->setSources(workspace->answerSources()); // with the documents of this workspace
    Navigation *const navigation = workspace->navigation();
    connect(m_tabs, &EditorTabs::caretMoved, navigation, &Navigation::setCaretLine);
    connect(navigation, &Navigation::locationRequested, m_tabs, &EditorTabs::openAt);
    connect(navigation, &Navigation::matchRequested, m_tabs, &EditorTabs::openMatch);
    connect(navigation, &Navigation::editorFocusRequested, m_tabs, &EditorTabs::focusCurrent);
    connect(navigation, &Navigation::removed, m_tabs, &EditorTabs::removed);
    connect(navigation, &Navigation::renamed, m_tabs, &EditorTabs::renamed);
    connect(navigation, &Navigation::moveRequested, m_tabs,
            [this](const QString &from, const QString &to) { detach(m_tabs->language()->fileMove()->move(from, to)); });
}

void EditorToolPane::connectTabs()
{
    connect(m_tabs, &EditorTabs::currentChanged, this, [this] {
        if (m_workspace) {
            m_workspace->navigation()->setShownFile(m_tabs->currentPath());
        }
        Q_EMIT stateChanged();
    });
    connect(m_tabs->groups(), &EditorGroups::groupsChanged, this, &ToolPane::stateChanged);
    connect(m_tabs->groups(), &QSplitter::splitterMoved, this, &ToolPane::stateChanged);
    connect(m_tabs, &EditorTabs::message, this, [this](const QString &sentence, bool isError) {
        m_said = sentence;
        Q_EMIT message(sentence, isError);
    });
    connect(m_tabs, &EditorTabs::encodingRefused, this, &EditorToolPane::offerUtf8);
    connect(m_tabs, &EditorTabs::changedOnBothSides, this, &EditorToolPane::offerReload);
    connect(m_tabs, &EditorTabs::messageOutdated, this, &ToolPane::messageOutdated);
    connect(m_tabs, &EditorTabs::saved, this,
            [this] { Q_EMIT messageOutdated(m_said); }); // about text that is saved now
    connect(m_tabs->edits(), &ProjectEdits::leftUnsaved, this, &EditorToolPane::offerSaveAll);
    connect(m_tabs->edits(), &ProjectEdits::stepsChanged, this, [this] { Q_EMIT messageOutdated(m_saidUnsaved); });
    connect(m_tabs, &EditorTabs::saved, this, [this] {
        if (!m_tabs->hasUnsaved()) {
            Q_EMIT messageOutdated(m_saidUnsaved);
        }
    });
}

/// A file with characters that its encoding has not: it is not saved.
void EditorToolPane::offerUtf8(const QString &path, const QString &sentence)
{
    m_said = sentence;
    auto *const save = new QAction(tr("Save in UTF-8"));
    connect(save, &QAction::triggered, this, [this, path] {
        if (m_tabs->reveal(path)) {
            m_tabs->saveWith(TextEncoding::Utf8);
        }
    });
    Q_EMIT warning(sentence, {save});
}

/// Until all are saved, or the step is undone.
void EditorToolPane::offerSaveAll(const QString &sentence)
{
    m_saidUnsaved = sentence;
    auto *const save = new QAction(tr("Save all"));
    connect(save, &QAction::triggered, this, [this] { detach(m_tabs->saveAll()); });
    Q_EMIT warning(sentence, {save});
}

/// A file that another program changed, and that was typed in here too.
void EditorToolPane::offerReload(const QString &path, const QString &sentence)
{
    m_said = sentence;
    auto *const reload = new QAction(tr("Reload from disk"));
    reload->setToolTip(tr("Undo brings back what was typed here"));
    connect(reload, &QAction::triggered, this, [this, path, sentence] {
        Q_EMIT messageOutdated(sentence);
        m_tabs->disk()->reloadFromDisk(path);
    });
    Q_EMIT warning(sentence, {reload});
}

void EditorToolPane::openFirstFile()
{
    if (m_workspace) {
        (void)m_tabs->open(m_workspace->handlerFile());
    }
}

} // namespace studio
