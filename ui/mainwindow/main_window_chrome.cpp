// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, bar, status bar, and what their actions do to the window itself.
#include "core/base/detach.h"
#include "core/workspace/build_actions.h"
#include "ui/common/icons.h"
#include "ui/common/input_dialog.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/action_finder.h"
#include "ui/mainwindow/instance_status.h"
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/pane_focus.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/versions_pane.h"
#include "ui/project/new_project_dialog.h"
#include "ui/project/project_tree.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

#include <limits>

namespace studio {

namespace {

constexpr int widestName = 180; ///< of the project, in the bar, in pixels

/// A button on the accent colour, with the action's icon in the colour of the text there.
QToolButton *primaryButton(QAction *action)
{
    auto *const button = new QToolButton;
    button->setObjectName(QStringLiteral("primary"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({16, 16});
    button->setText(action->text());
    button->setIcon(icon(action->icon().name(), &Theme::onAccent));
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    return button;
}

} // namespace

void MainWindow::makeBar()
{
    auto *const bar = addToolBar(tr("Main"));
    bar->setObjectName(QStringLiteral("bar"));
    bar->setMovable(false);
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_projectButton = new QToolButton;
    m_projectButton->setPopupMode(QToolButton::InstantPopup);
    m_projectButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_projectButton->setMenu(new QMenu(m_projectButton));
    m_projectButton->setToolTip(tr("Open another project"));
    bar->addWidget(m_projectButton);
    bar->addActions({m_actions.nativeTarget, m_actions.wasmTarget});
    auto *const space = new QWidget;
    space->setFixedWidth(8);
    bar->addWidget(space);
    bar->addWidget(primaryButton(m_actions.run));
    bar->addAction(m_actions.stop);
    bar->addAction(m_actions.compile);
    bar->addAction(m_actions.publish);
    if (auto *const button = qobject_cast<QToolButton *>(bar->widgetForAction(m_actions.publish))) {
        button->addAction(m_actions.publishWithNote);
        button->setPopupMode(QToolButton::MenuButtonPopup);
    }
    auto *const gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_status = new InstanceStatus;
    bar->addWidget(m_status);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
}

void MainWindow::makeMenus()
{
    const auto add = [this](const QString &title, const QList<QAction *> &actions) {
        QMenu *const menu = menuBar()->addMenu(title);
        for (QAction *action : actions) {
            if (action) {
                menu->addAction(action);
            } else {
                menu->addSeparator();
            }
        }
        return menu;
    };
    const Actions &a = m_actions;
    add(tr("&File"), {a.newProject, a.openFolder, nullptr, a.save, a.saveAs, a.saveAll, a.closeTab, nullptr, a.quit});
    add(tr("&Edit"), {a.undo, a.redo, nullptr, a.find, a.replace, a.findNext, a.findPrevious, nullptr, a.comment,
                      a.duplicate, a.goToLine});
    add(tr("&Handler"), {a.run, a.stop, a.compile, a.send, nullptr, a.nativeTarget, a.wasmTarget, nullptr, a.publish,
                         a.publishWithNote, a.remotes, nullptr, a.nextProblem, a.previousProblem});
    QMenu *const view =
        add(tr("&View"), {a.finder, a.toEditor, a.nextPane, a.previousPane, nullptr, a.zoomIn, a.zoomOut, nullptr});
    int number = 1;
    for (QDockWidget *dock : {m_left, m_lower, m_right}) {
        dock->installEventFilter(this);
        QAction *const toggle = dock->toggleViewAction();
        toggle->setShortcut(QKeySequence(QStringLiteral("Ctrl+Alt+%1").arg(number++)));
        view->addAction(toggle);
    }
    view->addSeparator();
    view->addActions(a.pages);
    view->addSeparator();
    view->addActions({a.systemTheme, a.lightTheme, a.darkTheme});
    view->addSeparator();
    view->addAction(a.resetLayout);
}

void MainWindow::makeStatusBar()
{
    m_rust = new QLabel;
    m_caret = new QLabel;
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_rust);
    statusBar()->addWidget(makeRemoteButton());
    statusBar()->addPermanentWidget(m_caret);
    statusBar()->addPermanentWidget(new QLabel(QStringLiteral("UTF-8")));
    connect(m_editors, &EditorTabs::caretMoved, this,
            [this](int line, int column) { m_caret->setText(tr("Ln %1, Col %2").arg(line).arg(column)); });
}

void MainWindow::connectActions()
{
    const Actions &a = m_actions;
    const auto onEditor = [this](auto what) {
        return [this, what] {
            if (CodeEditor *editor = m_editors->current()) {
                what(editor);
            }
        };
    };
    connect(a.nativeTarget, &QAction::triggered, this, [this] { m_workspace->setTarget(RustTarget::Native); });
    connect(a.wasmTarget, &QAction::triggered, this, [this] { m_workspace->setTarget(RustTarget::Wasm); });
    connect(a.run, &QAction::triggered, this, [this] { detach(m_workspace->actions()->run()); });
    connect(a.compile, &QAction::triggered, this, [this] { detach(m_workspace->actions()->compile()); });
    connect(a.publish, &QAction::triggered, this, [this] { detach(m_workspace->actions()->publish({})); });
    connect(a.publishWithNote, &QAction::triggered, this, [this] {
        // The button's menu has taken the news that the pointer left the button.
        if (QWidget *const button = findChild<QToolBar *>()->widgetForAction(m_actions.publish)) {
            button->setAttribute(Qt::WA_UnderMouse, button->rect().contains(button->mapFromGlobal(QCursor::pos())));
            button->update();
        }
        auto *const dialog = inputDialog(this, tr("Publish"), tr("What is new in this version?"));
        dialog->setOkButtonText(tr("Publish"));
        dialog->setTextValue(m_workspace->actions()->failedNote()); // of what was not published
        connect(dialog, &QInputDialog::textValueSelected, this,
                [this](const QString &note) { detach(m_workspace->actions()->publish(note)); });
        dialog->open();
    });
    connect(a.stop, &QAction::triggered, m_workspace->actions(), &BuildActions::stop);
    connect(a.send, &QAction::triggered, m_invoke, &InvokePane::sendNow);
    m_editors->setEmptyAction(a.openFolder);
    connect(a.openFolder, &QAction::triggered, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a handler's project"), project());
        if (!folder.isEmpty()) {
            openProject(folder);
        }
    });
    connect(a.newProject, &QAction::triggered, this, [this] {
        const QString place =
            project().isEmpty() ? m_services.paths.data + QStringLiteral("/projects") : QFileInfo(project()).path();
        auto *const dialog = new NewProjectDialog(m_services.paths.resources, place, this);
        connect(dialog, &NewProjectDialog::created, this, &MainWindow::openProject);
        dialog->open();
    });
    connect(a.save, &QAction::triggered, this, [this] { detach(m_editors->saveCurrent()); });
    connect(a.saveAs, &QAction::triggered, m_editors, &EditorTabs::askWhereToSave);
    connect(a.saveAll, &QAction::triggered, this, [this] { detach(m_editors->saveAll()); });
    connect(a.closeTab, &QAction::triggered, m_editors, &EditorTabs::closeCurrent);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(a.undo, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->undo(); }));
    connect(a.redo, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->redo(); }));
    connect(a.comment, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->toggleComment(); }));
    connect(a.duplicate, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->duplicateLine(); }));
    connect(a.zoomIn, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->zoomIn(); }));
    connect(a.zoomOut, &QAction::triggered, this, onEditor([](CodeEditor *editor) { editor->zoomOut(); }));
    connect(a.goToLine, &QAction::triggered, this, onEditor([this](CodeEditor *editor) {
                int here = 0;
                int column = 0;
                editor->getCursorPosition(&here, &column);
                auto *const dialog = inputDialog(this, tr("Go to line"), tr("Line, up to %1").arg(editor->lines()));
                dialog->setIntRange(1, std::numeric_limits<int>::max());
                dialog->setIntValue(here + 1);
                connect(dialog, &QInputDialog::intValueSelected, editor, [editor](int line) { editor->goTo(line, 0); });
                dialog->open();
            }));
    // The console and the calls find in themselves while they have the focus.
    connect(a.find, &QAction::triggered, this, [this] {
        if (m_console->isAncestorOf(QApplication::focusWidget())) {
            m_console->openFind();
        } else if (m_executions && m_executions->isAncestorOf(QApplication::focusWidget())) {
            m_executions->focusSearch();
        } else {
            m_editors->openFind(false);
        }
    });
    connect(a.replace, &QAction::triggered, this, [this] { m_editors->openFind(true); });
    connect(a.findNext, &QAction::triggered, this, [this] { m_editors->findNext(true); });
    connect(a.findPrevious, &QAction::triggered, this, [this] { m_editors->findNext(false); });
    connect(a.nextProblem, &QAction::triggered, m_problems, &ProblemsPane::next);
    connect(a.previousProblem, &QAction::triggered, m_problems, &ProblemsPane::previous);
    connect(a.toEditor, &QAction::triggered, this, onEditor([this](CodeEditor *editor) {
                m_editors->closeFind();
                editor->setFocus();
            }));
    connect(a.nextPane, &QAction::triggered, this, [this] { goToPane(1); });
    connect(a.previousPane, &QAction::triggered, this, [this] { goToPane(-1); });
    for (int page = 0; page < a.pages.size(); ++page) {
        connect(a.pages[page], &QAction::triggered, this, [this, page] {
            m_lower->show();
            m_bottom->setCurrentIndex(page);
            if (!focusPane(m_bottom->currentWidget())) {
                focusPane(m_bottom); // the tab: there is nothing in the page that could have it
            }
        });
    }
    connect(a.remotes, &QAction::triggered, this, &MainWindow::editRemotes);
    connect(a.resetLayout, &QAction::triggered, this, &MainWindow::defaultLayout);
    connect(a.systemTheme, &QAction::triggered, this, [this] { applyTheme({}); });
    connect(a.lightTheme, &QAction::triggered, this, [this] { applyTheme(QStringLiteral("light")); });
    connect(a.darkTheme, &QAction::triggered, this, [this] { applyTheme(QStringLiteral("dark")); });
    connect(a.finder, &QAction::triggered, this, [this] {
        const QList<QAction *> ofVersions = m_versions ? m_versions->actions() : QList<QAction *>();
        auto *const finder = new ActionFinder(m_actions.all() + ofVersions, this);
        finder->move(mapToGlobal(QPoint((width() - finder->width()) / 2, 80)));
        finder->open();
    });
}

/// F6 and Shift+F6: tree, dependencies, editor, invoke, the bottom, and round.
void MainWindow::goToPane(int direction)
{
    const QList<QWidget *> panes{m_tree, m_dependencies, m_editors, m_invoke, m_bottom};
    const QWidget *const focus = QApplication::focusWidget();
    qsizetype at = direction > 0 ? -1 : panes.size();
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focus && (panes[i] == focus || panes[i]->isAncestorOf(focus))) {
            at = i;
        }
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget *const pane = panes[(at + direction * step + 2 * panes.size()) % panes.size()];
        const bool isTaken = pane == m_editors && m_editors->current() ? focusPane(m_editors->current())
                             : pane == m_bottom ? focusPane(m_bottom->currentWidget()) || focusPane(m_bottom)
                                                : focusPane(pane);
        if (isTaken) {
            return;
        }
    }
}

bool MainWindow::focusNextPrevChild(bool next)
{
    return focusNext(this, next);
}

/// Keys go to the code again where the pane that has them is folded; Qt would give them to what comes next.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    const auto *const dock = event->type() == QEvent::Hide ? qobject_cast<QDockWidget *>(watched) : nullptr;
    if (dock && dock->isAncestorOf(QApplication::focusWidget()) && m_editors->current()) {
        m_editors->current()->setFocus();
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showRecent()
{
    const QString name = m_workspace->name();
    // A long one would push the state of the handler off the bar.
    m_projectButton->setText(fontMetrics().elidedText(name, Qt::ElideMiddle, widestName) + QStringLiteral(" ▾"));
    QMenu *const menu = m_projectButton->menu();
    menu->clear();
    menu->addAction(m_actions.newProject);
    menu->addAction(m_actions.openFolder);
    menu->addSeparator();
    for (const QString &folder : std::as_const(m_memory.recent)) {
        menu->addAction(icon("folder"), folder, this, [this, folder] { openProject(folder); });
    }
}

} // namespace studio
