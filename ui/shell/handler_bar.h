// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QToolBar;
class QToolButton;
class QWidget;

namespace studio {

class HandlerCommands;
class InstanceStatus;

/// Fills the bar: the project's button, the target, Run, Stop, Compile, Publish, and at the end what the handler does.
/// The bar takes both widgets over. Gives the button of Run.
QToolButton *fillHandlerBar(QToolBar *bar, QWidget *projectButton, const HandlerCommands &commands,
                            InstanceStatus *status);

/// Draws Run on the accent colour while it is what is to be done next.
void showRun(QToolButton *button, const QAction &run, bool isNext);

} // namespace studio
