// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/handler_bar.h"

#include "ui/common/icons.h"
#include "ui/common/primary.h"
#include "ui/shell/handler_commands.h"
#include "ui/shell/instance_status.h"

#include <QAction>
#include <QCursor>
#include <QToolBar>
#include <QToolButton>

namespace studio {

namespace {

QToolButton *makeRunButton(QAction *action)
{
    auto *const button = new QToolButton;
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({16, 16});
    button->setText(action->text());
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, follow);
    follow();
    showRun(button, *action, true);
    return button;
}

void addGap(QToolBar *bar, QSizePolicy::Policy policy, int width)
{
    auto *const gap = new QWidget;
    gap->setSizePolicy(policy, QSizePolicy::Preferred);
    gap->setFixedWidth(policy == QSizePolicy::Fixed ? width : QWIDGETSIZE_MAX);
    gap->setMinimumWidth(width);
    bar->addWidget(gap);
}

/// Publish, with what else can be published behind its arrow.
void addPublish(QToolBar *bar, const HandlerCommands &commands)
{
    bar->addAction(commands.publish());
    auto *const button = qobject_cast<QToolButton *>(bar->widgetForAction(commands.publish()));
    button->addAction(commands.publishWithNote());
    button->setPopupMode(QToolButton::MenuButtonPopup);
    // The button's menu has taken the event that the pointer left the button.
    QObject::connect(commands.publishWithNote(), &QAction::triggered, button, [button] {
        button->setAttribute(Qt::WA_UnderMouse, button->rect().contains(button->mapFromGlobal(QCursor::pos())));
        button->update();
    });
}

} // namespace

void showRun(QToolButton *button, const QAction &run, bool isNext)
{
    setPrimary(button, isNext);
    button->setIcon(isNext ? icon(run.icon().name(), &Theme::onAccent) : run.icon());
}

QToolButton *fillHandlerBar(QToolBar *bar, QWidget *projectButton, const HandlerCommands &commands,
                            InstanceStatus *status)
{
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addWidget(projectButton);
    bar->addActions({commands.native(), commands.wasm()});
    addGap(bar, QSizePolicy::Fixed, 8);
    auto *const run = makeRunButton(commands.run());
    bar->addWidget(run);
    bar->addAction(commands.stop());
    bar->addAction(commands.compile());
    addPublish(bar, commands);
    addGap(bar, QSizePolicy::Expanding, 0);
    bar->addWidget(status);
    // Qt leaves the buttons of a bar to the pointer.
    for (QToolButton *const button : bar->findChildren<QToolButton *>()) {
        button->setFocusPolicy(Qt::TabFocus);
    }
    return run;
}

} // namespace studio
