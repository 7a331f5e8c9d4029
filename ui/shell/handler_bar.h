// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QToolBar;
class QWidget;

namespace studio {

class HandlerCommands;
class InstanceStatus;

/// Fills the bar: the project's button, the target, Run, Stop, Compile, Publish, and at the end what the handler does.
/// The bar takes both widgets over.
void fillHandlerBar(QToolBar *bar, QWidget *projectButton, const HandlerCommands &commands, InstanceStatus *status);

} // namespace studio
