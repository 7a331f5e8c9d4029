// SPDX-License-Identifier: GPL-3.0-or-later
// Save, compile and publish at a gateway: what is long, and must end in a known state when the connection breaks.
#include "core/api_json/api_json.h"
#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/base/text.h"
#include "core/remote/remote_platform.h"
#include "core/remote/remote_routes.h"
#include "core/source/code_source.h"

#include <QFile>
#include <QObject>
#include <QRegularExpression>

namespace studio {

using namespace remote;

namespace {

using LinkPtr = std::shared_ptr<GatewayClient>;

std::unexpected<Error> failedRead(const QString &path, const QString &reason)
{
    return fail(ErrorCode::Unavailable, QObject::tr("Could not read %1: %2.").arg(path, reason), reason);
}

Result<QByteArray> takeArchive(const PreparedArchive &archive)
{
    QFile file;
    if (const auto opened = openRegularFile(file, archive.path); !opened) {
        return std::unexpected(opened.error());
    }
    const QByteArray bytes = file.readAll();
    const bool isIntact = bytes.size() == file.size();
    const QString reason = file.errorString();
    if (archive.temporary) {
        QFile::remove(archive.path);
    }
    return isIntact ? Result<QByteArray>(bytes) : failedRead(archive.path, reason);
}

/// The lines of a compile, told once each however often the connection breaks, and the errors among them.
class LogFollower
{
public:
    explicit LogFollower(CompileObserver observer) : m_observer(std::move(observer)) {}

    void begin() { m_seen = 0; }
    Result<void> take(const Json &json)
    {
        if (json.contains("end")) {
            m_hasEnded = true;
            flush();
        }
        const JsonReader fields(json);
        const QString line = fields["line"].text();
        if (fields["line"].isThere() && fields.check() && ++m_seen > m_told) {
            m_told = m_seen;
            tell(line);
        }
        return fields.check();
    }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] qint64 told() const { return m_told; }

private:
    void tell(const QString &line)
    {
        if (m_observer.line) {
            m_observer.line(line);
        }
        const QString plain = withoutAnsi(line);
        const bool isHead = plain.startsWith(QLatin1String("error")) || plain.startsWith(QLatin1String("warning"));
        if (isHead || plain.trimmed().isEmpty()) {
            flush();
        }
        if (isHead) {
            m_block = line;
        } else if (!m_block.isEmpty() && m_block.size() < maxOfBlock) {
            m_block += u'\n' + line;
        }
    }

    /// rustc draws each of its messages as a block that ends with an empty line. Warnings are told only where they are
    /// the studio's own: the others stand in the lines.
    void flush()
    {
        const QString block = std::exchange(m_block, {});
        const QString plain = withoutAnsi(block);
        if (block.isEmpty() || !m_observer.diagnostic) {
            return;
        }
        if (plain.startsWith(QLatin1String("error"))) {
            m_observer.diagnostic({.severity = Severity::Error, .rendered = block});
            return;
        }
        static const QRegularExpression note(QStringLiteral("^ *= note: `(ignite::[a-z_]+)`$"),
                                             QRegularExpression::MultilineOption);
        static const QRegularExpression arrow(QStringLiteral("^ *--> (.+)$"), QRegularExpression::MultilineOption);
        const QString code = note.match(plain).captured(1);
        if (code == diagnosticCode::unusedSettings) {
            m_observer.diagnostic({.severity = Severity::Warning,
                                   .code = code,
                                   .message = plain.section(u'\n', 0, 0).section(QLatin1String(": "), 1),
                                   .file = arrow.match(plain).captured(1),
                                   .rendered = block});
        }
    }

    static constexpr qsizetype maxOfBlock = 64 << 10; ///< and the line that passes it

    CompileObserver m_observer;
    QString m_block;   ///< the message that is being read
    qint64 m_seen = 0; ///< in this connection
    qint64 m_told = 0;
    bool m_hasEnded = false;
};

/// Follows the log to its end, through broken connections, as long as something new comes.
Task<bool> followLog(LinkPtr link, QString deployId, std::shared_ptr<LogFollower> follower, std::stop_token stop)
{
    constexpr int maxBreaks = 5; // without a new line in between
    constexpr std::chrono::hours longestCompile{2};
    int breaks = 0;
    while (!follower->hasEnded()) {
        const qint64 before = follower->told();
        GatewayRequest request = get(QStringLiteral("/v1/ignite/compile/%1/logs").arg(pathPart(deployId)));
        request.longest = longestCompile;
        request.line = [follower](const Json &json) { return follower->take(json); };
        follower->begin();
        const auto answer = co_await link->send(std::move(request), stop);
        if (!answer && answer.error().code != ErrorCode::Unavailable) {
            co_return std::unexpected(answer.error());
        }
        if (answer && !follower->hasEnded()) {
            break; // a gateway without an end mark
        }
        breaks = follower->told() > before ? 0 : breaks + 1;
        if (!answer && breaks >= maxBreaks) {
            co_return std::unexpected(answer.error());
        }
        if (!answer) {
            const bool goesOn = co_await link->pause(std::chrono::milliseconds(200) * (breaks + 1), stop);
            if (!goesOn) {
                co_return cancelled();
            }
        }
    }
    co_return true;
}

/// How a compile ended that is no longer written to.
Result<Draft> outcomeOf(const Draft &draft, const QString &deployId)
{
    if (draft.deployId != deployId) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("The draft of %1 was saved or compiled anew in the meantime. Compile it with: ignite "
                                "draft compile %1")
                        .arg(draft.app.toString()));
    }
    if (draft.status == DraftStatus::Failed) {
        return fail(ErrorCode::CompileFailed, draft.error.isEmpty() ? QObject::tr("The compile failed.") : draft.error);
    }
    if (draft.status != DraftStatus::Compiled) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("The compile of %1 ended without an artifact. Compile it again with: ignite draft "
                                "compile %1")
                        .arg(draft.app.toString()));
    }
    return draft;
}

} // namespace

Task<Draft> RemotePlatform::saveDraft(AppId id, DraftSource source, std::stop_token stop)
{
    const auto link = m_link;
    // An unknown app should not cost the packing of a large folder.
    if (const auto app = co_await whileAlive(this, getApp(id)); !app) {
        co_return std::unexpected(app.error());
    }
    const auto archive = co_await whileAlive(this, prepareArchive(source, id.name, m_temporary.path(), {}, stop));
    if (!archive) {
        co_return std::unexpected(archive.error());
    }
    const auto bytes = co_await whileAlive(this, onWorker([taken = *archive] { return takeArchive(taken); }));
    if (!bytes) {
        co_return std::unexpected(bytes.error());
    }
    constexpr std::chrono::minutes upload{5};
    GatewayRequest request = post(appPath(id, QStringLiteral("/draft")),
                                  toJson(DraftUpload{*bytes, source.target, source.inputSchema, source.outputSchema}),
                                  Retry::Idempotent); // the same archive twice is the same draft
    request.quiet = upload;
    request.longest = 2 * upload;
    auto draft = co_await whileAlive(
        this, sent<Draft>(link, std::move(request), [id](const Json &json) { return readDraft(json, id); }, stop));
    if (!draft) {
        co_return draft;
    }
    if (draft->codeHash != archive->codeHash) {
        co_return fail(ErrorCode::Unavailable,
                       QObject::tr("The gateway has %1 instead of what was sent, %2. Save again.")
                           .arg(QString::fromLatin1(draft->codeHash), QString::fromLatin1(archive->codeHash)));
    }
    draft->notes = archive->notes + draft->notes;
    Q_EMIT appChanged(id);
    co_return draft;
}

Task<Draft> RemotePlatform::compileDraft(AppId id, CompileObserver observer, std::stop_token stop)
{
    const auto link = m_link;
    const auto before = co_await whileAlive(this, draftInfo(id, stop));
    if (!before) {
        co_return std::unexpected(before.error());
    }
    const auto answer = co_await whileAlive(
        this, sent<QString>(
                  link, post(appPath(id, QStringLiteral("/draft/compile")), Json::object(), Retry::Never),
                  [](const Json &json) -> Result<QString> {
                      const JsonReader fields(json);
                      const QString begun = fields["deployId"].text();
                      return fields.check().transform([&] { return begun; });
                  },
                  stop));
    if (!answer && !GatewayClient::isUnknown(answer.error())) {
        co_return std::unexpected(answer.error());
    }
    // Where the answer was lost, the draft tells whether a compile has begun.
    auto draft = co_await whileAlive(this, draftInfo(id, stop));
    if (!draft) {
        co_return draft;
    }
    const QString deployId = answer && !answer->isEmpty() ? *answer : draft->deployId;
    if (deployId.isEmpty()) {
        co_return std::unexpected(link->damaged(QObject::tr("“deployId” is missing."), Retry::Never));
    }
    if (!answer && deployId == before->deployId) {
        co_return fail(ErrorCode::Unavailable,
                       QObject::tr("The connection broke before the compile began. Compile again."),
                       answer.error().detail);
    }
    const auto followed =
        co_await whileAlive(this, followLog(link, deployId, std::make_shared<LogFollower>(std::move(observer)), stop));
    if (!followed && followed.error().code != ErrorCode::NotFound) {
        co_return std::unexpected(followed.error());
    }
    // The log may end a moment before the draft says how.
    for (;;) {
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        draft = co_await whileAlive(this, draftInfo(id, stop));
        if (!draft || draft->deployId != deployId || draft->status != DraftStatus::Compiling) {
            break;
        }
        co_await whileAlive(this, link->pause(std::chrono::milliseconds(200), stop));
    }
    if (draft) {
        Q_EMIT appChanged(id);
    }
    co_return draft.and_then([&](const Draft &now) { return outcomeOf(now, deployId); });
}

Task<Version> RemotePlatform::publishDraft(AppId id, QString note)
{
    const auto link = m_link;
    const auto before = co_await whileAlive(this, listVersions(id, 1));
    if (!before) {
        co_return std::unexpected(before.error());
    }
    const int last = before->isEmpty() ? 0 : before->first().number;
    auto version = co_await whileAlive(this, sent<Version>(link,
                                                           post(appPath(id, QStringLiteral("/draft/publish")),
                                                                Json{{"note", toUtf8(note)}}, Retry::Never),
                                                           [id](const Json &json) { return readVersion(json, id); }));
    if (!version && GatewayClient::isUnknown(version.error())) {
        const auto after = co_await whileAlive(this, listVersions(id, 1));
        const int newest = after && !after->isEmpty() ? after->first().number : 0;
        if (after && newest > last) {
            version = after->first();
        } else if (after) {
            co_return fail(ErrorCode::Unavailable,
                           QObject::tr("The connection broke before %1 was published: version %2 is the newest. "
                                       "Publish again with: ignite draft publish %1")
                               .arg(id.toString(), newest > 0 ? QString::number(newest) : QObject::tr("none")),
                           version.error().detail);
        } else {
            co_return fail(ErrorCode::Unavailable,
                           QObject::tr("The connection broke while %1 was published, and the gateway cannot be "
                                       "reached to ask. Look later with: ignite version list %1 (the newest was %2)")
                               .arg(id.toString())
                               .arg(last),
                           version.error().detail);
        }
    }
    if (version) {
        Q_EMIT appChanged(id);
    }
    co_return version;
}

} // namespace studio
