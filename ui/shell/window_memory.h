// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArray>
#include <QStringList>

namespace studio {

constexpr qsizetype maxRecent = 10;

/// What the window remembers between starts. A plain value, kept in one JSON file; a damaged one is set aside.
///
///     {"version": 2, "project": "/home/ada/hello", "recent": […], "theme": "dark", "geometry": base 64 of
///      QWidget::saveGeometry(), "layout": base 64 of QMainWindow::saveState(), whose docks are named after PaneArea,
///      "projects": {"/home/ada/hello": {"target": "wasm", "page": "versions", "panes": {"editor": {…}, …}}}}
///
/// "page" is the id of the pane that was in front at the bottom, and "panes" what ToolPane::saveState() gave, by id.
/// Files without a version are read too: there "page" was a position, and the panes' states were members of their own.
struct WindowMemory
{
    QString project;    ///< opened last
    QStringList recent; ///< newest first, at most `maxRecent`
    QString theme;      ///< "light", "dark", or empty for the system's
    QByteArray geometry;
    QByteArray layout;
    Json projects = Json::object(); ///< by folder

    bool operator==(const WindowMemory &) const = default;
};

/// Blocks, for a moment.
WindowMemory readMemory(const QString &file);
/// What other windows remember of projects other than `memory.project` stays. Blocks: worker.
void writeMemory(const QString &file, const WindowMemory &memory);

} // namespace studio
