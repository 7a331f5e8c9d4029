// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/json.h"
#include "core/gateway/response_writer.h"
#include "core/gateway/routes.h"

#include <stop_token>

namespace studio::gateway {

/// A request that was let in.
struct ApiCall
{
    RouteMatch match;
    QByteArray body;
    bool isHead = false;  ///< only the head of the answer is wanted
    std::stop_token stop; ///< the client has gone, or the gateway ends
};

using ReplyPtr = std::shared_ptr<ResponseWriter>;

/// JSON with what a browser must be told of it.
HttpResponse jsonAnswer(int status, const Json &json);

/// Carries out what the API is asked for. Lives on the service's thread.
class Api : public QObject
{
    Q_OBJECT

public:
    Api(ComputeService *service, QString temporaryFolder);

    /// Answers in its own time, exactly once.
    QCoro::Task<void> answer(ApiCall call, ReplyPtr reply);
    /// Begins nothing any more, and asks what goes on without a client (compiles) to stop.
    void stop() { m_stop.request_stop(); }
    [[nodiscard]] int inBackground() const { return m_inBackground; }

private:
    using Answer = Task<Json>; ///< 200, or the error

    std::optional<Answer> answerOf(const ApiCall &call, const Json &body);
    std::optional<Answer> answerOfApp(const ApiCall &call, const Json &body, const AppId &id);
    std::optional<Answer> answerOfExecution(const ApiCall &call);

    Answer createApp(ApiCall call, Json body);
    Answer listApps(ApiCall call);
    Answer updateApp(AppId id, Json body);
    Answer saveDraft(AppId id, Json body, std::stop_token stop);
    Answer compileDraft(AppId id);
    Answer listVersions(AppId id, ApiCall call);
    Answer oneVersion(AppId id, ApiCall call);
    Answer rollback(AppId id, Json body);
    Answer listExecutions(std::optional<AppId> id, ApiCall call);
    Answer deleteExecutions(AppId id, ApiCall call);
    Answer appLogs(AppId id, ApiCall call);
    Answer compileLog(ApiCall call);

    QCoro::Task<void> sendCode(AppId id, ApiCall call, ReplyPtr reply);
    QCoro::Task<void> invoke(AppId id, ApiCall call, Json body, ReplyPtr reply);
    QCoro::Task<void> invokeAsync(AppId id, Json body, ReplyPtr reply);
    QCoro::Task<void> streamAppLogs(AppId id, ApiCall call, ReplyPtr reply);
    QCoro::Task<void> streamCompileLog(ApiCall call, ReplyPtr reply);
    QCoro::Task<void> watchExecution(ApiCall call, ReplyPtr reply);
    /// Whether it was one of those that answer in chunks, or with more than JSON or an error.
    bool beginStream(const ApiCall &call, const Json &body, const ReplyPtr &reply);

    ComputeService *m_service;
    QString m_temporaryFolder;
    std::stop_source m_stop;
    int m_inBackground = 0;
};

} // namespace studio::gateway
