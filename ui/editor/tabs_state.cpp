// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tabs_state.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"

#include <algorithm>

namespace studio {

namespace {

constexpr int maxPixels = 100'000; ///< of a group

Json filesOf(const EditorGroups &groups, int group)
{
    Json files = Json::array();
    for (const CodeEditor *const view : groups.editorsOf(group)) {
        int line = 0;
        int column = 0;
        view->getCursorPosition(&line, &column);
        files.push_back(Json{{"path", EditorTabs::pathOf(view)}, {"line", line}, {"column", column}});
    }
    return files;
}

void setCaret(CodeEditor *view, const JsonReader &file)
{
    view->setCursorPosition(file["line"].number(0, 0), file["column"].number(0, 0));
    view->ensureCursorVisible();
}

void showIn(const EditorTabs &tabs, int group, const QString &path)
{
    for (CodeEditor *const view : tabs.groups()->editorsOf(group)) {
        if (EditorTabs::pathOf(view) == path) {
            tabs.groups()->show(view);
        }
    }
}

void restoreSplit(EditorTabs &tabs, const JsonReader &state)
{
    const Qt::Orientation side = state["side"].text() == QLatin1String("down") ? Qt::Vertical : Qt::Horizontal;
    for (const JsonReader &file : state["files"].elements()) {
        if (tabs.openBeside(file["path"].text(), side)) {
            setCaret(tabs.current(), file);
        }
    }
    if (!tabs.groups()->isSplit()) {
        return;
    }
    const auto sizes = state["sizes"].elements();
    if (sizes.size() == EditorGroups::maxGroups) {
        const auto size = [&](int group) { return std::clamp(sizes[group].number(1, 1), 1, maxPixels); };
        tabs.groups()->setSizes({size(0), size(1)});
    }
    showIn(tabs, 1, state["current"].text());
}

} // namespace

Json saveTabs(const EditorTabs &tabs)
{
    const EditorGroups &groups = *tabs.groups();
    Json state{{"files", filesOf(groups, 0)}, {"current", EditorTabs::pathOf(groups.currentOf(0))}};
    if (groups.isSplit()) {
        Json sizes = Json::array();
        for (const int size : groups.sizes()) {
            sizes.push_back(size);
        }
        state["split"] = Json{{"side", groups.orientation() == Qt::Vertical ? "down" : "right"},
                              {"sizes", sizes},
                              {"files", filesOf(groups, 1)},
                              {"current", EditorTabs::pathOf(groups.currentOf(1))},
                              {"active", groups.active() == 1}};
    }
    return state;
}

void restoreTabs(EditorTabs &tabs, const JsonReader &state)
{
    for (const JsonReader &file : state["files"].elements()) {
        if (tabs.open(file["path"].text())) {
            setCaret(tabs.current(), file);
        }
    }
    showIn(tabs, 0, state["current"].text());
    const JsonReader split = state["split"];
    restoreSplit(tabs, split);
    if (tabs.groups()->isSplit() && !split["active"].boolean(false)) {
        tabs.groups()->setActive(0);
    }
}

} // namespace studio
