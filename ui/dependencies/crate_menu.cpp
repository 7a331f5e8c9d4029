// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/crate_menu.h"

#include "ui/common/icons.h"

namespace studio {

namespace {

QString moveText(DependencyTable table)
{
    return table == DependencyTable::Dev     ? CrateMenu::tr("Move to dev-dependencies")
           : table == DependencyTable::Build ? CrateMenu::tr("Move to build-dependencies")
                                             : CrateMenu::tr("Move to normal dependencies");
}

} // namespace

CrateMenu::CrateMenu(const std::optional<Dependency> &listed, bool canEdit, bool canEditRequirement, QWidget *parent)
    : QMenu(parent)
{
    addAction(studio::icon("list-add"), tr("Add a crate…"), this, &CrateMenu::addRequested);
    if (!listed) {
        return;
    }
    const Dependency &crate = *listed;
    if (crate.injected) {
        addAction(studio::icon("edit"), tr("Make %1 explicit").arg(crate.key), this, &CrateMenu::explicitRequested);
        return;
    }
    addAction(studio::icon("go-jump"), tr("Show in Cargo.toml"), this, &CrateMenu::lineRequested);
    addAction(tr("Edit requirement"), this, &CrateMenu::requirementRequested)->setEnabled(canEditRequirement);
    for (const auto table : {DependencyTable::Normal, DependencyTable::Dev, DependencyTable::Build}) {
        if (table != crate.table) {
            addAction(moveText(table), this, [this, table] { Q_EMIT moveRequested(table); })->setEnabled(canEdit);
        }
    }
    addAction(studio::icon("edit-delete"), tr("Remove %1").arg(crate.key), this, &CrateMenu::removeRequested)
        ->setEnabled(canEdit);
}

} // namespace studio
