// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_titles.h"

#include "core/workspace/version_source.h"
#include "ui/common/tip.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/split_views.h"
#include "ui/editor/tab_names.h"

#include <QFileInfo>

namespace studio {

TabTitles::TabTitles(SplitViews *views) : QObject(views), m_views(views) {}

void TabTitles::update()
{
    const QStringList paths = m_views->openPaths();
    QStringList own = paths;
    own.removeIf(&isVersionSource); // which their titles tell already
    m_folders = distinguishingFolders(own);
    for (const QString &path : paths) {
        show(path);
    }
}

QString TabTitles::titleOf(const QString &path) const
{
    const QString name = shortened(QFileInfo(path).fileName());
    if (const QString version = versionLabelOf(path); !version.isEmpty()) {
        return name + QStringLiteral(" @ ") + version; // the folder is that of the project's own file
    }
    const QString folder = m_folders.value(path);
    return folder.isEmpty() ? name : name + QStringLiteral(" — ") + shortened(folder);
}

void TabTitles::show(const QString &path)
{
    QString title = titleOf(path);
    title.replace(QLatin1Char('&'), QLatin1String("&&")); // one alone marks a shortcut
    const QString note = m_note ? m_note(path) : QString();
    const QString tip = asTip(note.isEmpty() ? path : path + u'\n' + note);
    for (CodeEditor *const view : m_views->viewsOf(path)) {
        m_views->groups()->setTitle(view, view->isModified() ? title + QStringLiteral(" ●") : title, tip);
    }
}

} // namespace studio
