// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/saved_request_link.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/base/user_file.h"
#include "core/collection/collection_file.h"
#include "core/collection/collection_writer.h"
#include "core/workspace/navigation.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "ui/invoke/answer_difference.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/json_text.h"
#include "ui/invoke/save_request_dialog.h"

#include <QAction>

namespace studio {

using namespace collection;

namespace {

constexpr qint64 maxExampleBytes = 8 << 20; ///< of an answer; with blanks it is longer

} // namespace

SavedRequestLink::SavedRequestLink(Workspace *workspace, InvokePane *pane, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_pane(pane)
{
    RequestRuns *const runs = workspace->requestRuns();
    pane->setCollecting({.prepare = [runs](SavedRequest request) { return runs->prepare(std::move(request)); },
                         .check = [runs](SavedRequest request,
                                         Answer answer) { return runs->check(std::move(request), std::move(answer)); },
                         .toAddress =
                             [runs](PreparedRequest prepared, std::stop_token stop) {
                                 return runs->sendToAddress(std::move(prepared), std::move(stop));
                             }});
    connect(workspace->savedRequests(), &SavedRequests::changed, this, &SavedRequestLink::takeCollection);
    connect(workspace->navigation(), &Navigation::savedRequestRequested, this, &SavedRequestLink::open);
    connect(workspace->navigation(), &Navigation::saveRequestRequested, this, &SavedRequestLink::askToSave);
    connect(pane, &InvokePane::saveRequested, this, [this] { detach(save(false)); });
    connect(pane, &InvokePane::revertRequested, this, &SavedRequestLink::revert);
    connect(pane, &InvokePane::savedClosed, this, &SavedRequestLink::close);
}

void SavedRequestLink::open(const QString &path)
{
    if (const SavedRequest *const request = m_workspace->savedRequests()->request(path)) {
        if (!m_pane->saved() || m_pane->saved()->path != path) {
            keepEdits();
            show(*request);
        }
        Q_EMIT opened();
    }
}

void SavedRequestLink::show(const SavedRequest &request)
{
    m_pending.clear();
    m_pane->setSaved(request);
    if (const auto edited = m_edits.constFind(request.path); edited != m_edits.constEnd()) {
        m_pane->setEdited(*edited);
    }
    m_workspace->navigation()->setShownRequest(request.path);
}

/// Of what is shown, before another request is.
void SavedRequestLink::keepEdits()
{
    if (!m_pane->saved()) {
        m_unsaved = m_pane->saveState();
        return;
    }
    const QString path = m_pane->saved()->path;
    if (!m_pane->isEdited()) {
        m_edits.remove(path);
    } else {
        m_edits.insert(path, m_pane->edited());
    }
}

void SavedRequestLink::close()
{
    m_pending.clear();
    if (m_pane->saved()) {
        keepEdits();
        showUnsaved();
    }
}

void SavedRequestLink::showUnsaved()
{
    const QString target = m_pane->chosenTarget();
    m_pane->setSaved({});
    const Json unsaved = m_unsaved.isObject() ? m_unsaved : Json::object();
    m_pane->restoreState(JsonReader(unsaved));
    m_pane->chooseTarget(target);
    m_workspace->navigation()->setShownRequest({});
}

void SavedRequestLink::revert()
{
    const SavedRequest *const request =
        m_pane->saved() ? m_workspace->savedRequests()->request(m_pane->saved()->path) : nullptr;
    if (request) {
        m_edits.remove(request->path);
        m_pane->setSaved(*request);
    }
}

/// What others changed is shown where nothing was edited here.
void SavedRequestLink::takeCollection()
{
    if (!m_pending.isEmpty()) {
        if (const SavedRequest *const pending = m_workspace->savedRequests()->request(m_pending)) {
            show(*pending); // m_unsaved was restored
        } else if (m_workspace->savedRequests()->isRead() && !m_workspace->savedRequests()->error()) {
            m_pending.clear(); // it is gone: what was not saved is shown again, and not replaced when it comes back
            showUnsaved();
        }
        return;
    }
    const auto &shown = m_pane->saved();
    const SavedRequest *const now = shown ? m_workspace->savedRequests()->request(shown->path) : nullptr;
    if (!now || *now == *shown) {
        return;
    }
    const SavedRequest edited = m_pane->edited();
    if (edited == *shown) {
        m_pane->setSaved(*now);
    } else if (edited == *now) {
        m_pane->setWritten(*now);
    }
}

QCoro::Task<void> SavedRequestLink::save(bool evenIfChanged)
{
    if (!m_pane->saved()) {
        askToSave();
        co_return;
    }
    const SavedRequest edited = m_pane->edited();
    SavedRequest before = *m_pane->saved();
    if (const SavedRequest *const now = m_workspace->savedRequests()->request(before.path); now && evenIfChanged) {
        before = *now;
    }
    const auto saved = co_await whileAlive(this, m_workspace->savedRequests()->save(edited, before));
    if (!saved) {
        sayFailure(saved.error());
        co_return;
    }
    if (m_edits.value(edited.path) == edited) { // typing went on, and another request was opened
        m_edits.remove(edited.path);
    }
    if (m_pane->saved() && m_pane->saved()->path == edited.path) {
        m_pane->setWritten(edited);
    }
}

void SavedRequestLink::sayFailure(const Error &error)
{
    if (error.code != ErrorCode::FailedPrecondition) {
        m_pane->say(error.message, true);
        return;
    }
    auto *const anyway = new QAction(tr("Save anyway"));
    connect(anyway, &QAction::triggered, this, [this] { detach(save(true)); });
    auto *const reload = new QAction(tr("Reload from disk"));
    connect(reload, &QAction::triggered, this, &SavedRequestLink::revert);
    m_pane->offer(error.message, {anyway, reload});
}

void SavedRequestLink::askToSave()
{
    const SavedRequest edited = m_pane->edited();
    auto *const dialog = new SaveRequestDialog(*m_workspace->savedRequests()->collection(),
                                               m_pane->saved() ? tr("%1 copy").arg(edited.name) : edited.name,
                                               edited.path.section(u'/', 0, -2), m_pane);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, edited] {
        SavedRequest request = edited;
        request.name = dialog->name();
        request.path.clear();
        detach(saveAs(std::move(request), dialog->folder()));
    });
    dialog->open();
}

QCoro::Task<void> SavedRequestLink::saveAs(SavedRequest request, QString folder)
{
    const auto path =
        co_await whileAlive(this, m_workspace->savedRequests()->add(std::move(request), std::move(folder)));
    if (!path) {
        m_pane->say(path.error().message, true);
        co_return;
    }
    open(*path);
    m_pane->say(tr("Saved as %1/%2.").arg(requestsFolderName, *path), false);
}

/// "create.example.json" beside "create.yml": other programs pass it over. Empty, and said, where there is no saved
/// request or no answer to it.
QString SavedRequestLink::exampleFile() const
{
    const auto &saved = m_pane->saved();
    const HttpResponse &response = m_pane->lastInvocation().response;
    if (!saved) {
        m_pane->say(tr("An example belongs to a saved request. Save the request first."), true);
        return {};
    }
    if (response.status == 0 || response.truncated || response.body.size() > maxExampleBytes) {
        m_pane->say(response.status == 0 ? tr("There is no answer yet. Send the request first.")
                                         : tr("An answer above 8 MiB is no example."),
                    true);
        return {};
    }
    return m_workspace->savedRequests()->folder() + u'/' + saved->path.chopped(4) + QStringLiteral(".example.json");
}

void SavedRequestLink::saveExample()
{
    if (const QString file = exampleFile(); !file.isEmpty()) {
        const QString body = QString::fromUtf8(m_pane->lastInvocation().response.body);
        detach(writeExample(file, m_workspace->requestRuns()->masked(body).toUtf8()));
    }
}

QCoro::Task<void> SavedRequestLink::writeExample(QString file, QByteArray body)
{
    const auto saved = co_await whileAlive(this, onWorker([file, body] {
                                               const bool isJson = parseJson(body).has_value();
                                               return saveUserFile(file, isJson ? indentJson(body) + '\n' : body);
                                           }));
    m_pane->say(saved ? tr("Saved as %1.").arg(file) : saved.error().message, !saved);
}

void SavedRequestLink::compareExample()
{
    if (const QString file = exampleFile(); !file.isEmpty()) {
        detach(showExample(file, m_pane->lastInvocation().response.body));
    }
}

QCoro::Task<void> SavedRequestLink::showExample(QString file, QByteArray body)
{
    const auto example =
        co_await whileAlive(this, onWorker([file] { return readRegularFile(file, 2 * maxExampleBytes); }));
    if (!example) {
        m_pane->say(example.error().message, true);
    } else if (!*example) {
        m_pane->say(tr("There is no example of this request's answer. Save an answer as the example first."), true);
    } else {
        (new AnswerDifference(**example, body, m_pane, AnswerDifference::Than::Example))->open();
    }
}

Json SavedRequestLink::saveState() const
{
    Json edits = Json::object();
    for (const auto &[path, request] : m_edits.asKeyValueRange()) {
        edits[toUtf8(path)] = toUtf8(QString::fromUtf8(requestText(request)));
    }
    const auto &shown = m_pane->saved();
    if (shown) {
        if (const SavedRequest edited = m_pane->edited(); edited != *shown) {
            edits[toUtf8(shown->path)] = toUtf8(QString::fromUtf8(requestText(edited)));
        }
    }
    Json json{{"shown", shown ? toUtf8(shown->path) : toUtf8(m_pending)}, {"edits", edits}};
    if ((shown || !m_pending.isEmpty()) && m_unsaved.isObject()) {
        json["unsaved"] = m_unsaved;
    }
    return json;
}

void SavedRequestLink::restoreState(const JsonReader &state)
{
    m_edits.clear();
    for (const auto &[path, text] : state["edits"].members()) {
        auto request = parseRequest(text.text().toUtf8());
        if (request) {
            request->path = path;
            m_edits.insert(path, *request);
        }
    }
    m_pane->setSaved({});
    m_unsaved = state["unsaved"].isThere() ? state["unsaved"].json() : Json();
    m_pending = state["shown"].text();
    takeCollection(); // it may have been read already
}

} // namespace studio
