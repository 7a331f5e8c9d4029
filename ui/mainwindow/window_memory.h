// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArray>
#include <QStringList>

namespace studio {

/// What the window remembers between starts. A plain value, kept in one JSON file; what cannot be read is as if it were
/// not there.
struct WindowMemory
{
    QString project;    ///< opened last
    QStringList recent; ///< newest first, at most 10
    QString theme;      ///< "light", "dark", or empty for the system's
    QByteArray geometry;
    QByteArray layout;
    Json projects = Json::object(); ///< by folder: {"files": […], "current": …, "request": …}

    bool operator==(const WindowMemory &) const = default;
};

WindowMemory readMemory(const QString &file);
void writeMemory(const QString &file, const WindowMemory &memory);

} // namespace studio
