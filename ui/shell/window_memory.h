// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <memory>

namespace studio {

constexpr qsizetype maxRecent = 10;

/// What the window remembers between starts. A plain value, kept in one JSON file, `window-2.json`.
///
///     {"version": 2, "project": "/home/ada/hello", "recent": […], "theme": "dark", "syntaxTheme": "Dracula",
///      "geometry": base 64 of QWidget::saveGeometry(), "layout": base 64 of MainWindow::layoutState(), whose docks are
///      named after PaneArea, "projects": {"/home/ada/hello": {"target": "wasm", "page": "versions", "panes":
///      {"editor": {…}, …}}}}
///
/// "page" is the id of the pane that was in front at the bottom, and "panes" what ToolPane::saveState() gave, by id.
///
/// Programs before version 2 keep a file `window.json` and refuse any other version in it, so each format that they
/// cannot read has a file of its own. In `window.json` "page" was a position, and the panes' states were members of
/// their own.
struct WindowMemory
{
    /// The members of "projects", by folder. Shared because payloads can be large: a copy for the thread that writes
    /// copies no payload.
    using Projects = QMap<QString, std::shared_ptr<const Json>>;

    QString project;     ///< opened last
    QStringList recent;  ///< newest first, at most `maxRecent`
    QString theme;       ///< "light", "dark", or empty for the system's
    QString syntaxTheme; ///< the name of the editor's theme, or empty for the one that goes with the window
    QByteArray geometry;
    QByteArray layout;
    Projects projects; ///< no null pointers

    [[nodiscard]] const Json &state(const QString &folder) const; ///< null where nothing is known of the project
    void setState(const QString &folder, Json state);

    bool operator==(const WindowMemory &other) const;
};

/// The file in the folder of the studio's configuration.
QString windowMemoryFile(const QString &configFolder);

/// Where the file is missing, `window.json` beside it is read, which stays as it is. What is damaged in a file is left
/// out, a project by itself, and all else is used; the file is kept as NAME.damaged-DATE, which is reported as a
/// notice, and written again without the damage. A file of a newer version is reported and not used. Blocks, for a
/// moment.
WindowMemory readMemory(const QString &file);

/// What other windows remember of projects other than `memory.project` stays. A file of a newer version is not
/// overwritten. Blocks: worker.
void writeMemory(const QString &file, const WindowMemory &memory);

} // namespace studio
