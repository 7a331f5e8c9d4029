// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/service/service_contract.h"

#include <QCoroTask>
#include <QCryptographicHash>

namespace studio::test {

namespace {

/// "" or the code and the sentence, for QVERIFY2.
template <typename T> QByteArray why(const Result<T> &result)
{
    return result ? QByteArray()
                  : (errorCodeName(result.error().code) + QStringLiteral(": ") + result.error().message).toUtf8();
}

template <typename T> std::optional<ErrorCode> codeOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

#define EXPECT(variable, task)                                                                                         \
    const auto variable##Result = QCoro::waitFor(task);                                                                \
    QVERIFY2(variable##Result, why(variable##Result).constData());                                                     \
    const auto &variable = *variable##Result

#define EXPECT_CODE(task, expected)                                                                                    \
    {                                                                                                                  \
        const auto refused = QCoro::waitFor(task);                                                                     \
        QCOMPARE(codeOf(refused), std::optional(expected));                                                            \
        QVERIFY(!refused.error().message.isEmpty());                                                                   \
    }

} // namespace

void ServiceContract::initTestCase()
{
    m_paths = testPaths();
    m_paths.data = m_folder.path() + QStringLiteral("/data");
    m_paths.config = m_folder.path() + QStringLiteral("/config");
    m_under = m_factory(m_paths);
    QVERIFY(m_under);
}

void ServiceContract::init()
{
    if (m_isMade) {
        return;
    }
    App wanted;
    wanted.id = m_id;
    wanted.timeoutSecs = 3;
    wanted.maxReplicas = 4;
    wanted.memoryMb = 300;
    EXPECT(created, service().createApp(wanted));
    QCOMPARE(created.id, m_id);
    EXPECT(saved, service().saveDraft(m_id, sourcePath("/tests/data/handlers/passing")));
    m_codeHash = saved.codeHash;
    EXPECT(compiled, service().compileDraft(m_id, {}));
    QCOMPARE(compiled.status, DraftStatus::Compiled);
    EXPECT(first, service().publishDraft(m_id, QStringLiteral("the first")));
    EXPECT(second, service().publishDraft(m_id));
    QCOMPARE(second.number, first.number + 1);
    EXPECT(active, service().rollback(m_id, first.number));
    m_isMade = active.number == 1;
    QVERIFY(m_isMade);
}

Result<AppId> ServiceContract::freshApp(const QString &name) const
{
    App wanted;
    wanted.id = {m_id.organization, name};
    const auto created = QCoro::waitFor(service().createApp(wanted));
    return created.transform([](const App &app) { return app.id; });
}

void ServiceContract::an_app_is_created_listed_changed_and_notified()
{
    App wanted;
    wanted.id = {m_id.organization, QStringLiteral("created")};
    wanted.description = QStringLiteral("passes “everything” on");
    wanted.timeoutSecs = 5;
    wanted.maxReplicas = 4;
    wanted.memoryMb = 300;
    EXPECT(created, service().createApp(wanted));
    QCOMPARE(created.id, wanted.id);
    QCOMPARE(created.memoryMb, 300);
    QCOMPARE(created.description, wanted.description);
    QCOMPARE(created.activeVersion, 0);
    QVERIFY(created.createdAtMs > 0);
    EXPECT_CODE(service().createApp(wanted), ErrorCode::AlreadyExists);

    EXPECT(got, service().getApp(wanted.id));
    QCOMPARE(got, created);
    EXPECT(listed, service().listApps(m_id.organization));
    QVERIFY(listed.contains(created));
    EXPECT(none, service().listApps(QStringLiteral("nobody")));
    QVERIFY(none.isEmpty());

    App changed = created;
    changed.description = QStringLiteral("new");
    changed.inputSchema = QStringLiteral(R"({"type":"object"})");
    EXPECT(updated, service().updateApp(changed, created));
    QCOMPARE(updated.description, changed.description);
    QCOMPARE(updated.inputSchema, changed.inputSchema);
    // Somebody who has read it before that changes something else.
    App beside = created;
    beside.timeoutSecs = 3;
    EXPECT(both, service().updateApp(beside, created));
    QCOMPARE(both.timeoutSecs, 3);
    QCOMPARE(both.description, changed.description);
    App without = both;
    without.inputSchema.clear();
    EXPECT(cleared, service().updateApp(without, both));
    QVERIFY2(cleared.inputSchema.isEmpty(), qPrintable(cleared.inputSchema));
    EXPECT(state, service().getAppState(wanted.id));
    QCOMPARE(state.app.description, changed.description);
    QVERIFY(!state.active && !state.draft);
}

void ServiceContract::what_is_not_there_or_cannot_be_is_said_with_its_code()
{
    const AppId nobody{QStringLiteral("org"), QStringLiteral("nobody")};
    EXPECT_CODE(service().getApp(nobody), ErrorCode::NotFound);
    EXPECT_CODE(service().getAppState(nobody), ErrorCode::NotFound);
    EXPECT_CODE(service().deleteApp(nobody), ErrorCode::NotFound);
    EXPECT_CODE(service().draftInfo(nobody), ErrorCode::NotFound);
    EXPECT_CODE(service().listVersions(nobody), ErrorCode::NotFound);
    EXPECT_CODE(service().getVersion(m_id, 99), ErrorCode::NotFound);
    EXPECT_CODE(service().rollback(m_id, 99), ErrorCode::NotFound);
    EXPECT_CODE(service().invoke(nobody, {}, {}), ErrorCode::NotFound);
    EXPECT_CODE(service().getExecution(QStringLiteral("nothing")), ErrorCode::NotFound);
    EXPECT_CODE(service().compileLog(QStringLiteral("nothing")), ErrorCode::NotFound);
    // An address is for one app: it is written in small letters, and name and organization meet in it.
    App beside;
    beside.id = {m_id.organization, m_id.name.toUpper()};
    EXPECT_CODE(service().createApp(beside), ErrorCode::FailedPrecondition);
    App bad;
    bad.id = {QStringLiteral("org"), QStringLiteral("no name")};
    EXPECT_CODE(service().createApp(bad), ErrorCode::InvalidArgument);
}

void ServiceContract::nothing_is_published_before_its_compile()
{
    const auto id = freshApp(QStringLiteral("unsaved"));
    QVERIFY2(id, why(id).constData());
    EXPECT_CODE(service().draftInfo(*id), ErrorCode::NotFound); // before the first save
    EXPECT_CODE(service().publishDraft(*id), ErrorCode::FailedPrecondition);
    EXPECT_CODE(service().invoke(*id, {}, {}), ErrorCode::FailedPrecondition);
}

void ServiceContract::a_draft_is_saved_once_and_known_again()
{
    const auto id = freshApp(QStringLiteral("saved"));
    QVERIFY2(id, why(id).constData());
    const QString folder = sourcePath("/tests/data/handlers/passing");
    EXPECT(saved, service().saveDraft(*id, folder));
    QCOMPARE(saved.status, DraftStatus::Saved);
    QCOMPARE(saved.codeHash.size(), 64);
    QCOMPARE(saved.codeHash, m_codeHash); // of the same folder
    EXPECT(again, service().saveDraft(*id, folder));
    QCOMPARE(again.codeHash, saved.codeHash);
    EXPECT(info, service().draftInfo(*id));
    QCOMPARE(info.codeHash, saved.codeHash);
    EXPECT_CODE(service().publishDraft(*id), ErrorCode::FailedPrecondition);
    EXPECT_CODE(service().saveDraft(*id, QString(m_folder.path() + QStringLiteral("/nothing"))), ErrorCode::NotFound);
    EXPECT_CODE(service().invoke(*id, {InvokeTarget::Draft, 0}, {}), ErrorCode::FailedPrecondition);
}

void ServiceContract::a_compile_tells_its_lines_and_keeps_its_log()
{
    QStringList lines;
    CompileObserver observer;
    observer.line = [&lines](const QString &line) { lines << line; };
    EXPECT(compiled, service().compileDraft(m_id, observer));
    QCOMPARE(compiled.status, DraftStatus::Compiled);
    QVERIFY(!compiled.deployId.isEmpty() && !compiled.artifactHash.isEmpty());
    QVERIFY(compiled.artifact.size > 0);
    QVERIFY(!lines.isEmpty());
    EXPECT(log, service().compileLog(compiled.deployId));
    QVERIFY(!log.running && !log.lines.isEmpty());
    QCOMPARE(log.next, log.lines.size());
    EXPECT(rest, service().compileLog(compiled.deployId, log.next));
    QVERIFY(rest.lines.isEmpty());
}

void ServiceContract::publishing_freezes_the_draft()
{
    EXPECT(before, service().listVersions(m_id, 50));
    EXPECT(published, service().publishDraft(m_id, QStringLiteral("another")));
    QCOMPARE(published.number, before.first().number + 1);
    QCOMPARE(published.codeHash, m_codeHash);
    QCOMPARE(published.note, QStringLiteral("another"));
    QVERIFY(published.active);
    EXPECT(all, service().listVersions(m_id, 50));
    QCOMPARE(all.size(), before.size() + 1);
    QCOMPARE(all.first(), published);
    QCOMPARE(all.last().note, QStringLiteral("the first"));
    QVERIFY(!all.last().active);
    EXPECT(page, service().listVersions(m_id, 1, 2));
    QCOMPARE(page.size(), 1);
    QCOMPARE(page.first().number, 1);
    EXPECT(one, service().getVersion(m_id, 1));
    QCOMPARE(one, all.last());
    EXPECT(back, service().rollback(m_id, 1)); // as it was
    QVERIFY(back.active);
}

void ServiceContract::rolling_back_repoints()
{
    EXPECT(forwards, service().rollback(m_id, 2));
    QVERIFY(forwards.number == 2 && forwards.active);
    EXPECT(active, service().rollback(m_id, 1));
    QVERIFY(active.number == 1 && active.active);
    EXPECT(state, service().getAppState(m_id));
    QCOMPARE(state.app.activeVersion, 1);
    QVERIFY(state.active && state.active->number == 1);
    EXPECT(other, service().getVersion(m_id, 2));
    QVERIFY(!other.active);
    EXPECT_CODE(service().rollback(m_id, 99), ErrorCode::NotFound);
}

void ServiceContract::code_comes_back_byte_for_byte()
{
    for (const int version : {0, 1}) {
        EXPECT(code, service().versionCode(m_id, version));
        const QByteArray bytes = readFile(code.path);
        QCOMPARE(bytes.size(), code.bytes);
        QCOMPARE(code.sha256, m_codeHash);
        QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(), m_codeHash);
        QVERIFY(code.fileName.endsWith(QStringLiteral(".tar.gz")));
    }
    EXPECT_CODE(service().versionCode(m_id, 99), ErrorCode::NotFound);
}

} // namespace studio::test
