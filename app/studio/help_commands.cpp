// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/help_commands.h"

#include "ui/common/action.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace studio {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("studio::Help", text);
}

void showAbout(QWidget *window)
{
    auto *const box = new QMessageBox(window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(translated(QT_TRANSLATE_NOOP("studio::Help", "About Ignite Studio")));
    box->setIconPixmap(window->windowIcon().pixmap(64));
    box->setTextFormat(Qt::PlainText);
    box->setText(QStringLiteral("Ignite Studio %1").arg(QStringLiteral(IGNITE_STUDIO_VERSION)));
    box->setInformativeText(
        translated(QT_TRANSLATE_NOOP(
                       "studio::Help",
                       "Write, run and publish Ignite handlers.\n\nFree software under the GNU General Public License, "
                       "version 3 or later. The SDK that handlers are linked with: MIT or Apache-2.0.\n\nQt %1"))
            .arg(QString::fromLatin1(qVersion())));
    box->open();
}

} // namespace

QList<QAction *> makeHelpActions(QObject *owner, QWidget *window)
{
    auto *const about = makeAction(owner, {.id = QStringLiteral("help.about"),
                                           .text = translated(QT_TRANSLATE_NOOP("studio::Help", "About Ignite Studio")),
                                           .menu = ActionMenu::Help,
                                           .section = 20});
    QObject::connect(about, &QAction::triggered, window, [window] { showAbout(window); });
    return {about};
}

} // namespace studio
