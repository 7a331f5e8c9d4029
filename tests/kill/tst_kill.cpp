// SPDX-License-Identifier: GPL-3.0-or-later
// Killed at any instant of save, compile or publish, the store is what it was before or what it was to become.
#include "core/archive/archive.h"
#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/store/store.h"
#include "tests/core/store/store_helpers.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

namespace {

/// What a person can see of the app; times aside.
struct State
{
    QByteArray code;
    std::optional<DraftStatus> status;
    QByteArray artifact;
    int versions = 0;
    int active = 0;

    bool operator==(const State &) const = default;
};

QString statusText(const State &state)
{
    return state.status ? draftStatusName(*state.status) : QString();
}

/// How many of the 500 each part takes; STUDIO_KILLS asks for another sum.
int shareOf(int ofFiveHundred)
{
    bool given = false;
    const int all = qEnvironmentVariableIntValue("STUDIO_KILLS", &given);
    return given ? std::max(1, ofFiveHundred * all / 500) : ofFiveHundred;
}

} // namespace

class TestKill : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QRandomGenerator m_random{20260301};
    QStringList m_parts; // what ./test prints
    int m_kills = 0;
    int m_old = 0;
    int m_new = 0;
    int m_third = 0;
    int m_marker = 0;

    [[nodiscard]] QString data() const { return m_home.filePath(u"data/ignite-studio"_s); }
    [[nodiscard]] QString project() const { return m_home.filePath(u"hello"_s); }

    [[nodiscard]] QProcessEnvironment environment() const
    {
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"data"_s));
        env.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
        env.insert(u"XDG_CACHE_HOME"_s,
                   qEnvironmentVariable("STUDIO_TEST_CACHE", QStringLiteral(STUDIO_BIN "/../test-cache")));
        return env;
    }

    /// To the end; how long it took, or -1.
    int ignite(const QStringList &arguments) const
    {
        QElapsedTimer clock;
        clock.start();
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(STUDIO_BIN "/ignite"), arguments);
        const bool ended = process.waitForFinished(300'000);
        if (!ended || process.exitCode() != 0) {
            qWarning("%s", process.readAllStandardError().constData());
            return -1;
        }
        return static_cast<int>(clock.elapsed());
    }

    /// Starts a program and kills it after at most `most` microseconds; what it printed.
    QByteArray killed(const QString &program, const QStringList &arguments, int least, int most)
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(program, arguments);
        if (!process.waitForStarted()) {
            return "it does not start";
        }
        // fixed wait: any instant is to do
        std::this_thread::sleep_for(std::chrono::microseconds(least + m_random.bounded(most - least)));
        process.kill();
        process.waitForFinished();
        ++m_kills;
        return process.readAllStandardOutput();
    }

    /// Gives the project a source nobody had before; its marker stands in the artifact too.
    QByteArray change()
    {
        // Long, because a short text becomes part of the instructions.
        const QByteArray marker = "marker-" + QByteArray::number(++m_marker) + QByteArray(200, '-') + "end";
        QDir().mkpath(project() + u"/src"_s);
        made::file(project() + u"/src/lib.rs"_s,
                   "use ignite::prelude::*;\n\n#[ignite::main]\nfn handler(_req: Request, "
                   "_ctx: Context) -> Result<impl IntoResponse> {\n    Ok(ignite::json!(\"" +
                       marker + "\"))\n}\n");
        return marker;
    }

    /// The whole of a store, looked at by a process that has just come: everything that is referred to is there with
    /// its checksum, versions are 1, 2, 3 … and the newest is active.
    static State stateOf(const QString &folder)
    {
        State state;
        const auto look = [&] {
            const auto store = Store::open(folder);
            QVERIFY2(store, made::why(store));
            const auto app = (*store)->app(hello);
            QVERIFY2(app, made::why(app));
            const auto versions = (*store)->versions(hello, 100'000);
            QVERIFY2(versions, made::why(versions));
            state.versions = static_cast<int>(versions->size());
            state.active = app->activeVersion;
            QCOMPARE(state.active, state.versions);
            for (int i = 0; i < state.versions; ++i) {
                const Version &version = versions->at(i);
                QCOMPARE(version.number, state.versions - i);
                for (const QByteArray &hash : {version.codeHash, version.artifactHash}) {
                    const auto blob = (*store)->blob(hash);
                    QVERIFY2(blob, made::why(blob));
                }
            }
            if (const auto draft = (*store)->draft(hello)) {
                state.code = draft->codeHash;
                state.status = draft->status;
                state.artifact = draft->artifactHash;
                QVERIFY2((*store)->blob(state.code), "the draft's archive");
                QVERIFY(state.artifact.isEmpty() || (*store)->blob(state.artifact));
                QCOMPARE(state.status == DraftStatus::Compiled, !state.artifact.isEmpty());
            }
        };
        look();
        return state;
    }

    /// Old or new, never a third.
    void judge(const State &before, const State &wanted, const char *step, int round)
    {
        const State after = stateOf(data());
        QVERIFY(!QTest::currentTestFailed());
        const bool isNew = after == wanted;
        m_third += isNew || after == before ? 0 : 1;
        QVERIFY2(isNew || after == before,
                 qPrintable(QStringLiteral("%1, round %2: %3 %4 %5 %6, was %7 %8 %9")
                                .arg(QLatin1StringView(step))
                                .arg(round)
                                .arg(QLatin1StringView(after.code.left(8)), statusText(after),
                                     QLatin1StringView(after.artifact.left(8)))
                                .arg(after.versions)
                                .arg(QLatin1StringView(before.code.left(8)), statusText(before))
                                .arg(before.versions)));
        ++(isNew ? m_new : m_old);
    }

    [[nodiscard]] QByteArray packedHash() const
    {
        const auto packed = packFolder(project(), m_home.filePath(u"expected.tar.gz"_s), ArchiveFormat::TarGz);
        return packed ? packed->codeHash : QByteArray();
    }

    void saveNow() const
    {
        const auto packed = packFolder(project(), m_home.filePath(u"now.tar.gz"_s), ArchiveFormat::TarGz);
        QVERIFY2(packed, made::why(packed));
        const auto store = Store::open(data());
        QVERIFY2(store, made::why(store));
        const auto saved = (*store)->saveDraft(hello, m_home.filePath(u"now.tar.gz"_s), packed->codeHash);
        QVERIFY2(saved, made::why(saved));
    }

    [[nodiscard]] bool artifactHolds(const QByteArray &artifact, const QByteArray &marker) const
    {
        const auto store = Store::open(data());
        const auto blob = store ? (*store)->blob(artifact) : Result<QString>(std::unexpected(store.error()));
        return blob && made::content(*blob).contains(marker);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(project()));
        QVERIFY(!made::file(project() + u"/Cargo.toml"_s, "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = "
                                                          "\"2024\"\n\n[dependencies]\nignite = \"*\"\n")
                     .isEmpty());
        change();
        QVERIFY(ignite({u"app"_s, u"create"_s, u"hello"_s}) >= 0);
        // Everything is warm before the first kill.
        for (const auto &step : {QStringList{u"save"_s, u"hello"_s, u"-c"_s, project()},
                                 QStringList{u"compile"_s, u"hello"_s}, QStringList{u"publish"_s, u"hello"_s}}) {
            QVERIFY(ignite(QStringList{u"draft"_s} + step) >= 0);
        }
    }

    void a_loop_of_save_compile_and_publish()
    {
        constexpr int life = 40; // kills of one store: it grows, and each look reads all of it
        const int rounds = shareOf(370);
        int published = 0;
        int said = 0;
        int latest = 45'000; // microseconds a worker lives at most: longer where a slow machine gets nothing done
        QString folder;
        for (int round = 0; round < rounds; ++round) {
            if (round % life == 0) {
                folder = m_home.filePath(QStringLiteral("store-%1").arg(round));
                const auto store = Store::open(folder);
                App app;
                app.id = hello;
                QVERIFY2(store, made::why(store));
                QVERIFY((*store)->createApp(app));
                published += std::exchange(said, 0);
            }
            const QByteArray lines =
                killed(QStringLiteral(STORE_WORKER),
                       {u"publish"_s, folder, m_home.path(), QString::number(round), u"3000"_s}, 3'000, latest);
            if (lines.trimmed().isEmpty()) {
                latest = std::min(latest + latest / 20, 300'000);
            }
            for (const QByteArray &line : lines.split('\n')) {
                QVERIFY2(line.isEmpty() || line.toInt() > 0, line);
                said = std::max(said, line.toInt());
            }
            const State state = stateOf(folder);
            QVERIFY(!QTest::currentTestFailed());
            QVERIFY2(state.versions >= said, "a version that was said to be published is gone");
            QVERIFY2(state.status != DraftStatus::Compiling, "nobody compiles any more");
        }
        published += said;
        QVERIFY(published > 0); // how many depends on the machine
        m_parts << QStringLiteral("%1 in a loop of all three").arg(rounds);
    }

    void draft_save()
    {
        const QStringList arguments{u"draft"_s, u"save"_s, u"hello"_s, u"-c"_s, project()};
        const int usual = ignite(arguments);
        QVERIFY(usual >= 0);
        const int rounds = shareOf(50);
        for (int round = 0; round < rounds; ++round) {
            change();
            const State before = stateOf(data());
            State wanted = before;
            wanted.code = packedHash();
            wanted.status = DraftStatus::Saved;
            wanted.artifact.clear();
            killed(QStringLiteral(STUDIO_BIN "/ignite"), arguments, 0, usual * 1'300);
            judge(before, wanted, "save", round);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        m_parts << QStringLiteral("%1 of draft save").arg(rounds);
    }

    void draft_compile()
    {
        const QStringList arguments{u"draft"_s, u"compile"_s, u"hello"_s};
        change();
        saveNow();
        const int usual = ignite(arguments);
        QVERIFY(usual >= 0);
        const int rounds = shareOf(20);
        for (int round = 0; round < rounds; ++round) {
            const QByteArray marker = change();
            saveNow();
            const State before = stateOf(data());
            killed(QStringLiteral(STUDIO_BIN "/ignite"), arguments, 0, usual * 1'200);
            State wanted = before;
            wanted.status = DraftStatus::Compiled;
            wanted.artifact = stateOf(data()).artifact;
            judge(before, wanted, "compile", round);
            QVERIFY(wanted.artifact.isEmpty() || artifactHolds(wanted.artifact, marker));
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        m_parts << QStringLiteral("%1 of draft compile").arg(rounds);
    }

    void compile_of_what_is_compiled()
    {
        // The artifact that is there belongs to this code and stays publishable when a second compile of it is killed.
        const QStringList arguments{u"draft"_s, u"compile"_s, u"hello"_s};
        const int usual = ignite(arguments);
        QVERIFY(usual >= 0);
        const State before = stateOf(data());
        QCOMPARE(before.status, DraftStatus::Compiled);
        const int rounds = shareOf(5);
        for (int round = 0; round < rounds; ++round) {
            killed(QStringLiteral(STUDIO_BIN "/ignite"), arguments, usual * 300, usual * 1'000);
            judge(before, before, "compile again", round);
        }
        m_parts << QStringLiteral("%1 of a compile again").arg(rounds);
    }

    void draft_publish()
    {
        const QStringList arguments{u"draft"_s, u"publish"_s, u"hello"_s};
        QVERIFY(ignite({u"draft"_s, u"compile"_s, u"hello"_s}) >= 0);
        const int usual = ignite(arguments);
        QVERIFY(usual >= 0);
        const int rounds = shareOf(40);
        for (int round = 0; round < rounds; ++round) {
            const State before = stateOf(data());
            State wanted = before;
            wanted.active = ++wanted.versions;
            killed(QStringLiteral(STUDIO_BIN "/ignite"), arguments, 0, usual * 1'300);
            judge(before, wanted, "publish", round);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        m_parts << QStringLiteral("%1 of draft publish").arg(rounds);
    }

    void publish_in_the_window()
    {
        change();
        const int rounds = shareOf(15);
        int latest = 1'600'000;
        int said = 0;
        for (int round = 0; round < rounds; ++round) {
            const QByteArray lines = killed(QStringLiteral(WINDOW_PUBLISHER), {project()}, 200'000, latest);
            for (const QByteArray &line : lines.split('\n')) {
                said = std::max(said, line.toInt());
            }
            if (said == 0) { // a machine that has more to do
                latest += latest / 3;
            }
            const State state = stateOf(data());
            QVERIFY(!QTest::currentTestFailed());
            QVERIFY2(state.versions >= said, "a version that was said to be published is gone");
            QVERIFY2(state.status != DraftStatus::Compiling, "nobody compiles any more");
        }
        QVERIFY2(said > 0, "the window has published nothing");
        m_parts << QStringLiteral("%1 of Publish in the window").arg(rounds);
    }

    void everything_still_works()
    {
        const QByteArray marker = change();
        QVERIFY(ignite({u"draft"_s, u"save"_s, u"hello"_s, u"-c"_s, project()}) >= 0);
        QVERIFY(ignite({u"draft"_s, u"compile"_s, u"hello"_s}) >= 0);
        QVERIFY(ignite({u"draft"_s, u"publish"_s, u"hello"_s}) >= 0);
        QVERIFY(artifactHolds(stateOf(data()).artifact, marker));
    }

    void cleanupTestCase()
    {
        const QString sentence =
            QStringLiteral(
                "kill -9 at a random instant: %1 times (%2); of the single commands %3 left the old state, %4 "
                "the new, %5 a third\n")
                .arg(m_kills)
                .arg(m_parts.join(u", "_s))
                .arg(m_old)
                .arg(m_new)
                .arg(m_third);
        qInfo("%s", qPrintable(sentence));
        QFile file(QStringLiteral(KILL_COUNT));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sentence.toUtf8());
    }
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
