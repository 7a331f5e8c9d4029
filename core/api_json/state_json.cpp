// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/state_json.h"

#include "core/api_json/field_tables.h"

namespace studio {

namespace {

using api_json::readValue;
using api_json::written;

template <typename Io> void visitDraftOf(Io &io, auto &state)
{
    if constexpr (Io::isReading) {
        io.object("draft", [&](auto &draft) {
            if (draft.has("codeHash")) {
                state.draft.emplace();
                state.draft->app = state.app.id;
                api_json::visitDraft(draft, *state.draft);
            }
        });
    } else {
        io.object("draft", [&](auto &draft) {
            if (state.draft) {
                api_json::visitDraft(draft, *state.draft);
            } else {
                draft.constant("status", "no draft");
            }
        });
    }
}

template <typename Io> void visitCompileLog(Io &io, auto &log)
{
    io.field("deployId", log.deployId);
    io.field("running", log.running);
    io.field("lines", log.lines);
    io.field("next", log.next);
}

template <typename Io> void visitState(Io &io, auto &state)
{
    api_json::visitAppId(io, state.app.id);
    io.constant("activeVersion", state.app.activeVersion);
    io.field("runningInstances", state.instances);
    io.object("app", [&](auto &app) { api_json::visitApp(app, state.app); });
    visitDraftOf(io, state);
    io.objectIf(state.active.has_value(), "active", [&](auto &active) {
        if constexpr (Io::isReading) {
            state.active.emplace();
            state.active->app = state.app.id;
        }
        api_json::visitVersion(active, *state.active);
    });
}

} // namespace

Json toJson(const AppState &state)
{
    return written([&](auto &io) { visitState(io, state); });
}

Result<AppState> appStateFrom(const Json &json, const AppId &id)
{
    AppState unread;
    unread.app.id = id;
    return readValue(json, unread, [&](auto &io, auto &state) {
        if (!io.has("appId") && !json["app"].contains("appId")) {
            io.refuse(QStringLiteral("“app.appId” is missing."));
        }
        visitState(io, state);
    });
}

Json toJson(const CompileLog &log)
{
    return written([&](auto &io) { visitCompileLog(io, log); });
}

Result<CompileLog> compileLogFrom(const Json &json)
{
    return readValue(json, CompileLog(), [](auto &io, auto &log) { visitCompileLog(io, log); });
}

} // namespace studio
