// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/actions.h"

#include "ui/common/icons.h"

#include <QActionGroup>
#include <QWidget>

namespace studio {

namespace {

QAction *make(QWidget *window, const char *iconName, const QString &text, const QKeySequence &keys,
              const QString &tip = {})
{
    auto *const action = new QAction(iconName[0] ? icon(iconName) : QIcon(), text, window);
    action->setShortcut(keys);
    const QString words = tip.isEmpty() ? text : tip;
    action->setToolTip(keys.isEmpty() ? words
                                      : QStringLiteral("%1 (%2)").arg(words, keys.toString(QKeySequence::NativeText)));
    window->addAction(action);
    return action;
}

/// Alt with a digit, as Qt Creator has it.
QList<QAction *> makePages(QWidget *window)
{
    QList<QAction *> pages;
    for (const QString &title : {QObject::tr("Console"), QObject::tr("Problems"), QObject::tr("Executions"),
                                 QObject::tr("Versions"), QObject::tr("Apps")}) {
        pages << make(window, "", title, QKeySequence(QStringLiteral("Alt+%1").arg(pages.size() + 1)));
    }
    return pages;
}

} // namespace

Actions::Actions(QWidget *window)
    : nativeTarget(make(window, "", QObject::tr("Native"), {}, QObject::tr("Compile the handler to a Linux binary")))
    , wasmTarget(make(window, "", QObject::tr("Wasm"), {},
                      QObject::tr("Compile the handler to a wasm32-wasip2 component, run by Wasmtime")))
    , run(make(window, "media-playback-start", QObject::tr("Run"), QKeySequence(QStringLiteral("Ctrl+R")),
               QObject::tr("Save, compile and run, then send the payload")))
    , stop(make(window, "media-playback-stop", QObject::tr("Stop"), QKeySequence(QStringLiteral("Ctrl+.")),
                QObject::tr("Stop the running handler")))
    , compile(make(window, "run-build", QObject::tr("Compile"), QKeySequence(QStringLiteral("Ctrl+B")),
                   QObject::tr("Save and compile")))
    , publish(make(window, "document-send", QObject::tr("Publish"), QKeySequence(QStringLiteral("Ctrl+Shift+U")),
                   QObject::tr("Compile for release and publish the next version")))
    , publishWithNote(make(window, "document-send", QObject::tr("Publish with a note…"), {},
                           QObject::tr("Say what is new in the version, then publish it")))
    , send(make(window, "mail-send", QObject::tr("Send"), QKeySequence(QStringLiteral("Ctrl+Return")),
                QObject::tr("Send the payload to the running handler")))
    , newProject(
          make(window, "document-new", QObject::tr("New project…"), QKeySequence(QStringLiteral("Ctrl+Shift+N"))))
    , openFolder(make(window, "document-open-folder", QObject::tr("Open folder…"), QKeySequence::Open))
    , save(make(window, "document-save", QObject::tr("Save"), QKeySequence::Save))
    , saveAs(make(window, "document-save-as", QObject::tr("Save as…"), {}))
    , saveAll(make(window, "document-save-all", QObject::tr("Save all"), QKeySequence(QStringLiteral("Ctrl+Shift+S"))))
    , closeTab(make(window, "tab-close", QObject::tr("Close file"), QKeySequence(QStringLiteral("Ctrl+W"))))
    , quit(make(window, "application-exit", QObject::tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q"))))
    , undo(make(window, "edit-undo", QObject::tr("Undo"), QKeySequence::Undo))
    , redo(make(window, "edit-redo", QObject::tr("Redo"), QKeySequence::Redo))
    , find(make(window, "edit-find", QObject::tr("Find"), QKeySequence::Find))
    , replace(make(window, "edit-find-replace", QObject::tr("Replace"), QKeySequence(QStringLiteral("Ctrl+H"))))
    , findNext(make(window, "go-down-search", QObject::tr("Find next"), QKeySequence(QStringLiteral("F3"))))
    , findPrevious(make(window, "go-up-search", QObject::tr("Find previous"), QKeySequence(QStringLiteral("Shift+F3"))))
    , comment(make(window, "", QObject::tr("Toggle comment"), QKeySequence(QStringLiteral("Ctrl+/"))))
    , duplicate(make(window, "", QObject::tr("Duplicate line"), QKeySequence(QStringLiteral("Ctrl+D"))))
    , goToLine(make(window, "go-jump", QObject::tr("Go to line…"), QKeySequence(QStringLiteral("Ctrl+G"))))
    , zoomIn(make(window, "zoom-in", QObject::tr("Zoom in"), QKeySequence::ZoomIn))
    , zoomOut(make(window, "zoom-out", QObject::tr("Zoom out"), QKeySequence::ZoomOut))
    , nextProblem(make(window, "go-next", QObject::tr("Next problem"), QKeySequence(QStringLiteral("F8"))))
    , previousProblem(
          make(window, "go-previous", QObject::tr("Previous problem"), QKeySequence(QStringLiteral("Shift+F8"))))
    , toEditor(make(window, "", QObject::tr("Back to the editor"), QKeySequence(QStringLiteral("Escape"))))
    , nextPane(make(window, "", QObject::tr("Next pane"), QKeySequence(QStringLiteral("F6"))))
    , previousPane(make(window, "", QObject::tr("Previous pane"), QKeySequence(QStringLiteral("Shift+F6"))))
    , finder(make(window, "quickopen", QObject::tr("Find an action…"), QKeySequence(QStringLiteral("Ctrl+Shift+P"))))
    , pages(makePages(window))
    , remotes(make(window, "", QObject::tr("Remotes…"), {}))
    , resetLayout(make(window, "", QObject::tr("Reset layout"), {}))
    , systemTheme(make(window, "", QObject::tr("Theme: as the system"), {}))
    , lightTheme(make(window, "", QObject::tr("Theme: light"), {}))
    , darkTheme(make(window, "", QObject::tr("Theme: dark"), {}))
{
    QList<QKeySequence> in = QKeySequence::keyBindings(QKeySequence::ZoomIn);
    in << QKeySequence(QStringLiteral("Ctrl+=")); // the same key without Shift
    zoomIn->setShortcuts(in);
    // Shown in the menu; whoever has the focus takes them: the code, a payload, a field.
    undo->setShortcutContext(Qt::WidgetShortcut);
    redo->setShortcutContext(Qt::WidgetShortcut);
    send->setShortcuts({QKeySequence(QStringLiteral("Ctrl+Return")), QKeySequence(QStringLiteral("Ctrl+Enter"))});
    auto *const targets = new QActionGroup(window);
    for (QAction *target : {nativeTarget, wasmTarget}) {
        target->setCheckable(true);
        targets->addAction(target);
    }
    nativeTarget->setChecked(true);
    auto *const themes = new QActionGroup(window);
    for (QAction *theme : {systemTheme, lightTheme, darkTheme}) {
        theme->setCheckable(true);
        themes->addAction(theme);
    }
}

QList<QAction *> Actions::all() const
{
    QList<QAction *> every{nativeTarget, wasmTarget, run,          stop,    compile,     publish,     publishWithNote,
                           send,         newProject, openFolder,   save,    saveAs,      saveAll,     closeTab,
                           quit,         undo,       redo,         find,    replace,     findNext,    findPrevious,
                           comment,      duplicate,  goToLine,     zoomIn,  zoomOut,     nextProblem, previousProblem,
                           toEditor,     nextPane,   previousPane, remotes, resetLayout, systemTheme, lightTheme,
                           darkTheme};
    return every + pages;
}

} // namespace studio
