// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArray>
#include <QStringList>

namespace studio {

/// What the window remembers between starts. A plain value, kept in one JSON file; a damaged one is set aside.
constexpr qsizetype maxRecent = 10;

struct WindowMemory
{
    QString project;    ///< opened last
    QStringList recent; ///< newest first, at most 10
    QString theme;      ///< "light", "dark", or empty for the system's
    QByteArray geometry;
    QByteArray layout;
    Json projects = Json::object(); ///< by folder: {"files": [{"path","line","column"}], "current", "page", "request"}

    bool operator==(const WindowMemory &) const = default;
};

/// Blocks, for a moment.
WindowMemory readMemory(const QString &file);
/// What other windows remember of projects other than `memory.project` stays. Blocks: worker.
void writeMemory(const QString &file, const WindowMemory &memory);

} // namespace studio
