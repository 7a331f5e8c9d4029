// SPDX-License-Identifier: GPL-3.0-or-later
// Every file that the studio keeps for itself, damaged in every way: reading it ends, gives what can be used, and sets
// the damaged file aside once. A hang is seen by CTest's limit.
#include "core/base/file_lock.h"
#include "core/base/notices.h"
#include "core/base/private_json.h"
#include "core/compiler/sync_state.h"
#include "core/config/config_file.h"
#include "core/gateway/token.h"
#include "core/local/compile_logs.h"
#include "core/local/process_lease.h"
#include "core/remote/remote_list.h"
#include "core/source/pack_cache.h"
#include "core/toolchain/toolchain.h"
#include "core/workspace/recovery.h"
#include "tests/core/private_files/damage.h"
#include "ui/shell/window_memory.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace studio;
using namespace studio::test;

namespace {

/// A file, how it is written and how it is read.
struct PrivateFile
{
    QString name;
    std::function<QString(const QString &home)> make; ///< writes a good one; its path
    std::function<void(const QString &home)> read;
    bool isSetAside = true; ///< where damaged; else it is reported and left
};

const QByteArray codeHash(64, 'a');

TreeStamp someStamp()
{
    TreeStamp stamp;
    stamp.digest = "stamp";
    stamp.settled = true;
    return stamp;
}

QString onlyFileIn(const QString &folder)
{
    return folder + u'/' + QDir(folder).entryList(QDir::Files).value(0);
}

const QByteArray windowJson = R"({"version":2,"project":"/p","recent":["/p"],"theme":"dark","geometry":"AAAA",
"layout":"AAAA","projects":{"/p":{"target":"wasm","page":"apps","panes":{"editor":{"current":"/p/a"}}}}})";

QString windowFile(const QString &home)
{
    return windowMemoryFile(home);
}

QList<PrivateFile> privateFiles()
{
    const auto putAt = [](const char *name, const QByteArray &content) {
        return [name, content](const QString &home) {
            const QString path = home + QLatin1String(name);
            return putFile(path, content) ? path : QString();
        };
    };
    return {
        {QStringLiteral("window-2.json"), putAt("/window-2.json", windowJson),
         [](const QString &home) { (void)readMemory(windowFile(home)); }},
        {QStringLiteral("packed"),
         [](const QString &home) {
             storePacked(home, home, {someStamp(), codeHash, {QStringLiteral("a note")}});
             return onlyFileIn(home + QStringLiteral("/packed"));
         },
         [](const QString &home) {
             (void)findPacked(home, home, someStamp());
             (void)lastPackedHash(home, home);
         }},
        {QStringLiteral("state.json"),
         [](const QString &home) {
             compiler::SyncState state;
             state.files.insert(QStringLiteral("src/lib.rs"), {.size = 1, .sha256 = codeHash});
             state.settings = state.resolvedFor = codeHash;
             state.targets = {
                 {QStringLiteral("lib"), QStringLiteral("a"), QStringLiteral("src/lib.rs"), {QStringLiteral("f")}}};
             return compiler::writeState(home + QStringLiteral("/state.json"), state)
                        ? home + QStringLiteral("/state.json")
                        : QString();
         },
         [](const QString &home) { (void)compiler::readState(home + QStringLiteral("/state.json")); }},
        {QStringLiteral("profiles.json"),
         putAt("/profiles.json",
               R"({"remotes":[{"name":"a","endpoint":"https://x.example","org":"org"}],"current":"a"})"),
         [](const QString &home) { (void)readRemoteList(home + QStringLiteral("/profiles.json")); }},
        {QStringLiteral("gateway.json"), putAt("/gateway.json", R"({"port":4460})"),
         [](const QString &home) {
             const auto lock = FileLock::tryLock(home + QStringLiteral("/gateway.lock"));
             QVERIFY(lock && *lock);
             (void)runningGateway(home);
         }},
        {QStringLiteral("running"), putAt("/running/one.json", R"({"org/app":2})"),
         [](const QString &home) {
             const auto lock = FileLock::tryLock(home + QStringLiteral("/running/one"));
             QVERIFY(lock && *lock);
             (void)ProcessLease::instances(home);
         }},
        {QStringLiteral("token"), putAt("/gateway-token", codeHash),
         [](const QString &home) {
             const auto token = gatewayToken(home);
             QVERIFY2(token && token->size() == 64, token ? "" : qPrintable(token.error().message));
         }},
        {QStringLiteral("config.yaml"), putAt("/config.yaml", "ignite:\n  org_name: org\n"),
         [](const QString &home) { (void)ConfigFile::read(home + QStringLiteral("/config.yaml")); }, false},
    };
}

bool isZeroDevice()
{
    struct stat status{};
    return ::stat("/dev/zero", &status) == 0 && S_ISCHR(status.st_mode);
}

} // namespace

class TestPrivateFiles : public QObject
{
    Q_OBJECT

    QStringList m_said;

private Q_SLOTS:
    void init()
    {
        m_said.clear();
        setNoticeReporter([this](const QString &sentence, NoticeKind) { m_said << sentence; });
    }
    void cleanup() { setNoticeReporter({}); }

    void good_ones_are_left_data() { files(); }
    void good_ones_are_left()
    {
        QFETCH(qsizetype, file);
        const PrivateFile tested = privateFiles().at(file);
        const QTemporaryDir home;
        const QString path = tested.make(home.path());
        QVERIFY(QFileInfo(path).isFile());
        tested.read(home.path());
        QVERIFY(QFileInfo(path).isFile());
        QCOMPARE(m_said, QStringList());
    }

    void damaged_ones_are_set_aside_once_data() { files(); }
    void damaged_ones_are_set_aside_once()
    {
        QFETCH(qsizetype, file);
        const PrivateFile tested = privateFiles().at(file);
        QByteArray good;
        {
            const QTemporaryDir home;
            QFile made(tested.make(home.path()));
            QVERIFY(made.open(QIODevice::ReadOnly));
            good = made.readAll();
        }
        constexpr qsizetype cuts = 200;
        const QList<Damage> all = commonDamages() + (parseJson(good) ? damagesOf(good, cuts) : QList<Damage>());
        for (const Damage &damage : all) {
            checkDamage(tested, damage);
            if (QTest::currentTestFailed()) {
                qWarning("%s", qPrintable(tested.name + QStringLiteral(": ") + damage.name));
                return;
            }
        }
    }

    void toolchains_are_asked_again()
    {
        const QTemporaryDir home;
        const QString path = home.filePath(QStringLiteral("toolchains.json"));
        const auto found = QCoro::waitFor(findToolchains(path));
        QVERIFY(found && !found->isEmpty());
        QFile made(path);
        QVERIFY(made.open(QIODevice::ReadOnly));
        const Json good = parseJson(made.readAll()).value_or(Json());
        QVERIFY(!good.isEmpty());
        QList<Damage> all = commonDamages();
        for (const char *field : {"size", "modified", "release", "commit", "sysroot"}) {
            for (const Json &wrong : Json::array({nullptr, 5.5, "", Json::array(), Json::object()}).elements()) {
                if (wrong == "" && QLatin1String(field) == QLatin1String("commit")) {
                    continue; // a rustc of a distribution may tell none
                }
                Json changed = good;
                changed[good.members().front().name][field] = wrong;
                all.append(
                    {QLatin1String(field), [changed](const QString &to) { return putFile(to, changed.toUtf8()); }});
            }
        }
        for (const Damage &damage : std::as_const(all)) {
            QVERIFY(QFile::remove(path) || QDir(path).removeRecursively());
            QVERIFY2(damage.put(path), qPrintable(damage.name));
            const auto again = QCoro::waitFor(findToolchains(path));
            QVERIFY2(again && *again == *found, qPrintable(damage.name));
            QVERIFY2(QFileInfo(path).isFile() && !QFileInfo(path).isSymLink(), qPrintable(damage.name));
            QVERIFY(isZeroDevice());
        }
    }

    void recovery_copies_and_logs_end()
    {
        for (const Damage &damage : commonDamages()) {
            const QTemporaryDir home;
            const QString parent = home.filePath(QStringLiteral("recovery"));
            Recovery recovery(parent);
            QVERIFY(recovery.keep(QStringLiteral("/a"), "text"));
            const QString copy = onlyFileIn(parent + QStringLiteral("/0")) == parent + QStringLiteral("/0/lock")
                                     ? parent + u'/' + QStringLiteral("0/") +
                                           QDir(parent + QStringLiteral("/0")).entryList(QDir::Files).value(1)
                                     : onlyFileIn(parent + QStringLiteral("/0"));
            QVERIFY(QFile::remove(copy));
            QVERIFY2(damage.put(copy), qPrintable(damage.name));
            (void)recovery.take(QStringLiteral("/a"));
            QVERIFY2(recovery.keep(QStringLiteral("/a"), "again"), qPrintable(damage.name));
            QCOMPARE(recovery.take(QStringLiteral("/a")).value().text, QByteArray("again"));
            const QString id = QStringLiteral("0190a6b2-0000-7000-8000-000000000000");
            const QString log = home.filePath(QStringLiteral("compile-logs/%1.log").arg(id));
            QVERIFY(QDir().mkpath(QFileInfo(log).path()) && damage.put(log));
            (void)readCompileLog(home.path(), id, 0);
            QVERIFY(isZeroDevice());
        }
    }

private:
    static void files()
    {
        QTest::addColumn<qsizetype>("file");
        const auto all = privateFiles();
        for (qsizetype at = 0; at < all.size(); ++at) {
            QTest::newRow(qPrintable(all[at].name)) << at;
        }
    }

    void checkDamage(const PrivateFile &tested, const Damage &damage)
    {
        const QTemporaryDir home;
        const QString path = tested.make(home.path());
        QVERIFY(QFile::remove(path));
        QVERIFY2(damage.put(path), qPrintable(damage.name));
        m_said.clear();
        tested.read(home.path());
        const qsizetype saidFirst = m_said.size();
        QVERIFY2(saidFirst <= 1, qPrintable(m_said.join(u'\n')));
        const QStringList aside = QDir(QFileInfo(path).path())
                                      .entryList({QFileInfo(path).fileName() + QStringLiteral(".damaged-*")},
                                                 QDir::AllEntries | QDir::System | QDir::Hidden);
        QCOMPARE(aside.size(), tested.isSetAside ? saidFirst : 0);
        tested.read(home.path());
        QCOMPARE(m_said.size(), saidFirst); // not once more
        QVERIFY(isZeroDevice());
    }
};

QTEST_GUILESS_MAIN(TestPrivateFiles)
#include "tst_private_files.moc"
