// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/access_notice.h"

#include "core/base/user_file.h"
#include "core/workspace/version_source.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/tab_names.h"

#include <QAction>
#include <QFileInfo>

namespace studio {

namespace {

// Of an editor:
constexpr auto obstacleProperty = "studioObstacle";   ///< why the file cannot be saved
constexpr auto dismissedProperty = "studioDismissed"; ///< the notice about it was closed

} // namespace

AccessNotice::AccessNotice(EditorTabs *tabs) : m_tabs(tabs)
{
    connect(this, &Banner::dismissed, this, [this] {
        if (CodeEditor *const editor = m_tabs->current()) {
            editor->mainView()->setProperty(dismissedProperty, true);
        }
    });
}

void AccessNotice::forgetDismissed(CodeEditor *editor)
{
    editor->mainView()->setProperty(dismissedProperty, false);
}

bool AccessNotice::hasObstacle(const CodeEditor *editor)
{
    return !editor->property(obstacleProperty).toString().isEmpty();
}

SaveAccess AccessNotice::accessTo(const QString &path) const
{
    if (const QString version = versionLabelOf(path); !version.isEmpty()) {
        return {.obstacle = tr("it is the source of %1, as a call ran it").arg(version)};
    }
    if (m_tabs->isForReading(path)) {
        return {.obstacle = tr("it is a library's file")};
    }
    return QFileInfo::exists(path) ? saveAccess(path) : SaveAccess{};
}

/// A file that cannot be saved is not typed in. Where it was before the file became so, it stays open for typing: what
/// is there is to be saved elsewhere, and undone if wanted.
void AccessNotice::update(const QString &path)
{
    CodeEditor *const editor = m_tabs->editorOf(path);
    if (!editor) {
        return;
    }
    const SaveAccess access = accessTo(path);
    editor->setReadOnly(access.isReadOnly() && !editor->isModified());
    const QString words = access.isReadOnly() ? access.obstacle : QString();
    if (editor->property(obstacleProperty).toString() != words) {
        editor->setProperty(obstacleProperty, words);
        editor->setProperty(dismissedProperty, false);
    }
    if (path == m_tabs->currentPath()) {
        showFor(path, access);
    }
}

void AccessNotice::showFor(const QString &path, const SaveAccess &access)
{
    const CodeEditor *const editor = m_tabs->editorOf(path);
    if (!access.isReadOnly() || editor->property(dismissedProperty).toBool()) {
        hide();
        return;
    }
    const bool isTyped = editor->isModified();
    const QString name = shortened(QFileInfo(path).fileName());
    const QString sentence =
        isTyped
            ? tr("%1 cannot be saved: %2. What you typed is kept here until you save it.").arg(name, access.obstacle)
            : tr("%1 cannot be changed: %2.").arg(name, access.obstacle);
    QList<QAction *> actions;
    if (access.canBeMadeWritable) {
        actions << new QAction(isTyped ? tr("Make writable and save") : tr("Make writable"));
        connect(actions.last(), &QAction::triggered, this, [this, path] { makeFileWritable(path); });
    }
    actions << new QAction(tr("Save as…"));
    connect(actions.last(), &QAction::triggered, this, &AccessNotice::saveAsRequested);
    show(isTyped ? Kind::Warning : Kind::Information, sentence, actions);
}

void AccessNotice::makeFileWritable(const QString &path)
{
    if (const auto made = makeWritable(path); !made) {
        Q_EMIT message(made.error().message, true);
    }
    update(path);
    const CodeEditor *const editor = m_tabs->editorOf(path);
    if (editor && editor->isModified() && !saveAccess(path).isReadOnly()) {
        Q_EMIT saveRequested(path);
    }
}

} // namespace studio
