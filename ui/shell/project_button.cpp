// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/project_button.h"

#include "ui/common/icons.h"

#include <QMenu>

namespace studio {

namespace {

constexpr int maxNameWidth = 180; ///< in pixels: a longer one would push the state of the handler off the bar

} // namespace

ProjectButton::ProjectButton(QList<QAction *> open, QWidget *parent) : QToolButton(parent), m_open(std::move(open))
{
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setMenu(new QMenu(this));
    setToolTip(tr("Open another project"));
    showProject({}, {});
}

void ProjectButton::showProject(const QString &name, const QStringList &recent)
{
    setText(fontMetrics().elidedText(name, Qt::ElideMiddle, maxNameWidth) + QStringLiteral(" ▾"));
    setAccessibleName(name.isEmpty() ? tr("No project") : tr("Project %1").arg(name));
    menu()->clear();
    menu()->addActions(m_open);
    menu()->addSeparator();
    for (const QString &folder : recent) {
        QAction *const action =
            menu()->addAction(studio::icon("folder"), QString(folder).replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, folder] { Q_EMIT folderChosen(folder); });
    }
}

} // namespace studio
