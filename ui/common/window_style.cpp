// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/window_style.h"

#include "ui/common/icons.h"

namespace studio {

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_TabCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_TitleBarCloseButton:
        return icon("window-close");
    case SP_LineEditClearButton:
        return icon("edit-clear-locationbar-rtl");
    case SP_DirIcon:
    case SP_DirClosedIcon:
    case SP_DirOpenIcon:
        return icon("folder");
    case SP_FileIcon:
        return icon("text-x-generic");
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion:
        return icon("dialog-information");
    case SP_MessageBoxWarning:
        return icon("dialog-warning");
    case SP_MessageBoxCritical:
        return icon("dialog-error");
    case SP_TitleBarNormalButton: // no title bar shows it
    case SP_DialogOkButton:
    case SP_DialogCancelButton:
    case SP_DialogYesButton:
    case SP_DialogNoButton:
    case SP_DialogCloseButton:
    case SP_DialogSaveButton:
    case SP_DialogDiscardButton:
        return {};
    default:
        return QProxyStyle::standardIcon(which, option, widget);
    }
}

} // namespace studio
