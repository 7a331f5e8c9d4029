// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"

#include <QHash>
#include <QSet>

namespace studio::interchange {

/// Names in one folder, none of which differ in the case of letters only.
class UniqueNames
{
public:
    explicit UniqueNames(const QStringList &taken = {});
    /// `name`, or with a number behind it; taken from then on.
    QString take(const QString &name);

private:
    QSet<QString> m_taken;        ///< in lower case
    QHash<QString, int> m_number; ///< the last that each name got
};

/// Gives folders and requests names, paths and sequence numbers that keep the order in which they stand.
void assignPaths(collection::Collection &collection);
/// Gives environments names, paths, and the order in which a reader has them.
void assignEnvironmentPaths(collection::Collection &collection);

} // namespace studio::interchange
