// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/cargo_manifest.h"

#include <QMenu>

#include <optional>

namespace studio {

/// What can be done with one crate of the list; of none, one can be added. Main thread.
class CrateMenu : public QMenu
{
    Q_OBJECT

public:
    /// `canEdit`: Cargo.toml can be read as it is now. `canEditRequirement`: it has a requirement of its own.
    CrateMenu(const std::optional<Dependency> &listed, bool canEdit, bool canEditRequirement,
              QWidget *parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void explicitRequested();
    void lineRequested();
    void requirementRequested();
    void moveRequested(studio::DependencyTable table);
    void removeRequested();
};

} // namespace studio
