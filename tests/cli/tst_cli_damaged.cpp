// SPDX-License-Identifier: GPL-3.0-or-later
// The real command line with damaged files of its own: it ends, says what is wrong and goes on, and devices stay.
#include "core/base/file_lock.h"
#include "core/store/executions.h"
#include "core/store/store.h"
#include "tests/cli/cli_test.h"
#include "tests/core/private_files/damage.h"

#include <QSqlDatabase>
#include <QSqlQuery>

#include <sys/stat.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

bool isDevice(const char *path)
{
    struct stat status{};
    return ::stat(path, &status) == 0 && S_ISCHR(status.st_mode);
}

bool removeAny(const QString &path)
{
    return QFile::remove(path) || QDir(path).removeRecursively();
}

} // namespace

class TestCliDamaged : public CliTest
{
    Q_OBJECT

    [[nodiscard]] QString data() const { return m_home.filePath(u"data/ignite-studio"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        write(m_home.filePath(u"hello/Cargo.toml"_s),
              "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(m_home.filePath(u"hello/src/lib.rs"_s), "// nothing is compiled here\n");
        QCOMPARE(run(u"ignite app create hello && ignite draft save hello --code hello"_s).code, 0);
    }

    void the_configuration_is_reported_and_left()
    {
        const QString path = m_home.filePath(u"cli/config.yaml"_s);
        for (const Damage &damage : commonDamages()) {
            removeAny(path);
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QVERIFY2(damage.put(path), qPrintable(damage.name));
            const Ran ran = run(u"DODIL_CONFIG_DIR=\"%1\" ignite app list"_s.arg(QFileInfo(path).path()));
            const bool isFine = damage.name == u"empty"_s || damage.name == u"link to nothing"_s;
            QVERIFY2(isFine ? ran.code == 0 : ran.code == 2 && ran.err.contains("config.yaml"),
                     qPrintable(damage.name + QString::fromUtf8(ran.err)));
            QVERIFY(QDir(QFileInfo(path).path()).entryList({u"*.damaged-*"_s}).isEmpty());
            QVERIFY(isDevice("/dev/zero"));
        }
        removeAny(path);
    }

    void a_pack_cache_is_set_aside_and_made_again()
    {
        const QString cache = m_home.filePath(u"cache"_s);
        const QString sample = sourcePath("/resources/samples/rust-hello"); // one that was not changed just now is kept
        const QString save = u"XDG_CACHE_HOME=\"%1\" ignite draft save hello --code \"%2\""_s.arg(cache, sample);
        QCOMPARE(run(save).code, 0);
        const QDir packed(cache + u"/ignite-studio/packed"_s);
        const QString path = packed.filePath(packed.entryList(QDir::Files).value(0));
        QFile made(path);
        QVERIFY(made.open(QIODevice::ReadOnly));
        const Json good = parseJson(made.readAll()).value_or(Json());
        QList<Damage> all = commonDamages();
        for (const char *field : {"format", "stamp", "codeHash", "notes"}) {
            Json wrong = good;
            wrong[field] = good[field].isArray() ? Json(7) : Json::array({7});
            all.append({QLatin1String(field), [wrong](const QString &to) { return putFile(to, wrong.toUtf8()); }});
        }
        for (const Damage &damage : std::as_const(all)) {
            QVERIFY(removeAny(path));
            QVERIFY2(damage.put(path), qPrintable(damage.name));
            const Ran ran = run(save);
            QVERIFY2(ran.code == 0, qPrintable(damage.name + QString::fromUtf8(ran.err)));
            QVERIFY2(damage.name == u"link to nothing"_s || ran.err.contains(".damaged-"), qPrintable(damage.name));
            QVERIFY2(QFileInfo(path).isFile() && !QFileInfo(path).isSymLink(), qPrintable(damage.name));
            QVERIFY(isDevice("/dev/zero"));
        }
    }

    void the_list_of_instances_is_set_aside()
    {
        const QString path = data() + u"/running/one.json"_s;
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        const auto lock = FileLock::tryLock(data() + u"/running/one"_s);
        QVERIFY(lock && *lock);
        for (const Damage &damage : commonDamages()) {
            removeAny(path);
            QVERIFY2(damage.put(path), qPrintable(damage.name));
            const Ran ran = run(u"ignite app state hello"_s);
            QVERIFY2(ran.code == 0, qPrintable(damage.name + QString::fromUtf8(ran.err)));
        }
    }

    void a_notice_of_a_gateway_is_set_aside()
    {
        const QString path = data() + u"/gateway.json"_s;
        const auto lock = FileLock::tryLock(data() + u"/gateway.lock"_s);
        QVERIFY(lock && *lock);
        for (const Damage &damage : commonDamages()) {
            removeAny(path);
            QVERIFY2(damage.put(path), qPrintable(damage.name));
            const Ran ran = run(u"ignite invoke-async hello"_s);
            QVERIFY2(ran.code == 9, qPrintable(damage.name + QString::fromUtf8(ran.err)));
        }
    }

    void a_damaged_panic_of_a_record_is_left_out()
    {
        Execution one;
        one.id = u"0190a6b2-0000-7000-8000-000000000001"_s;
        one.app = {u"org"_s, u"hello"_s};
        one.status = ExecutionStatus::Failed;
        one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
        {
            auto store = Store::open(data());
            QVERIFY(store);
            QVERIFY((*store)->executions().write({one}, u"test"_s));
        }
        for (const char *panic :
             {"[1,2,3,4]", "[\"m\",\"f\",1.5,2]", "[\"m\",\"f\",99999999999,2]", "{}", "[", "null"}) {
            {
                auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"damage"_s);
                database.setDatabaseName(data() + u"/store.sqlite"_s);
                QVERIFY(database.open());
                QSqlQuery query(database);
                query.prepare(u"UPDATE execution_detail SET panic = ?"_s);
                query.addBindValue(QLatin1String(panic));
                QVERIFY(query.exec() && query.numRowsAffected() == 1);
            }
            QSqlDatabase::removeDatabase(u"damage"_s);
            for (const char *command : {"get", "logs"}) {
                const Ran ran = run(u"ignite execution %1 %2"_s.arg(QLatin1String(command), one.id));
                QVERIFY2(ran.code == 0 || ran.code == 10,
                         qPrintable(QLatin1String(panic) + u' ' + QString::fromUtf8(ran.err)));
            }
        }
    }

    void what_stands_in_the_place_of_the_store_is_named()
    {
        for (const char *suffix : {"", "-wal", "-shm"}) {
            for (const QString &put :
                 {u"mkdir -p FILE/x"_s, u"ln -s FILE FILE"_s, u"echo text >other && ln -s $PWD/other FILE"_s}) {
                const QString path =
                    m_home.filePath(u"placed/ignite-studio/store.sqlite"_s + QLatin1StringView(suffix));
                const QString make =
                    u"rm -rf placed; mkdir -p placed/ignite-studio; "_s + QString(put).replace(u"FILE"_s, path);
                const Ran ran = run(make + u"; XDG_DATA_HOME=$PWD/placed ignite app list"_s);
                // A link to a file that is none of SQLite's is followed, and what it leads to is damaged.
                const bool isSaid = ran.code == 9 ? ran.err.contains("no file") : ran.code == 10;
                QVERIFY2(isSaid && ran.err.contains(path.toUtf8()) && ran.err.contains("ove it away"),
                         qPrintable(make + QString::fromUtf8(ran.err)));
            }
        }
    }

    void limits_of_the_process_are_named()
    {
        // The lowest that lets it start, and some above: which file is the first that cannot be opened varies.
        bool isNamed = false;
        for (int most = 6; most < 24; ++most) {
            const Ran ran = run(u"ulimit -n %1; ignite app list"_s.arg(most));
            QVERIFY2(!ran.err.contains("ermission denied"), ran.err.constData());
            isNamed = isNamed || (ran.code == 9 && ran.err.contains("ulimit -n"));
        }
        QVERIFY(isNamed);
        const Ran ran = run(u"ulimit -f 1; XDG_DATA_HOME=$PWD/limited ignite app create hello"_s);
        QVERIFY2(ran.code == 7 && ran.err.contains("ulimit -f"),
                 qPrintable(QString::number(ran.code) + QString::fromUtf8(ran.err)));
    }

    void a_name_cannot_turn_the_sentence_round()
    {
        for (const QString &line : {u"ignite app get 'a\u202eb'"_s, u"ignite app create 'a\u202eb'"_s,
                                    u"ignite app get 'a\u2067b:\u061cc'"_s, u"ignite a\u202eb"_s}) {
            const Ran ran = run(line);
            QVERIFY(ran.code != 0);
            const QString said = QString::fromUtf8(ran.err);
            QVERIFY2(said.contains(QChar(QChar::ReplacementCharacter)), qPrintable(said));
            QVERIFY(!said.contains(QChar(0x202e)) && !said.contains(QChar(0x2067)) && !said.contains(QChar(0x61c)));
        }
    }

    /// Of each kind one that nobody holds, and one of a living owner.
    void what_killed_programs_left_goes_at_the_next_start_data()
    {
        QTest::addColumn<QString>("folder"); // in data, cache or the folder for temporary files
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("lock"); // in it, where it is a folder
        QTest::newRow("temporary folder") << u"data/ignite-studio/tmp"_s << u"%1"_s << u"/lock"_s;
        QTest::newRow("instances") << u"data/ignite-studio/running"_s << u"%1"_s << QString();
        QTest::newRow("compile") << u"data/ignite-studio/compiling"_s << u"%1"_s << QString();
        QTest::newRow("sources") << u"leftovers/ignite-studio/sources"_s << u"%1"_s << u"/lock"_s;
        QTest::newRow("folder of an instance") << u"leftovers"_s << u"ignite-instance-%1"_s << u"/lock"_s;
    }
    void what_killed_programs_left_goes_at_the_next_start()
    {
        QFETCH(const QString, folder);
        QFETCH(const QString, name);
        QFETCH(const QString, lock);
        const auto place = [&](int which) {
            return m_home.filePath(folder + u'/' + name.arg(u"0190a6b2-0000-7000-8000-00000000000%1"_s.arg(which)));
        };
        for (const int which : {1, 2}) {
            write(place(which) + lock, {});
        }
        if (!lock.isEmpty()) {
            write(place(1) + u"/code/src/lib.rs"_s, "// left");
            QVERIFY(QDir().mkpath(place(3))); // killed before it was locked
        } else {
            write(place(1) + u".json"_s, "{}");
        }
        const auto held = FileLock::tryLock(place(2) + lock);
        QVERIFY(held && *held);
        QCOMPARE(run(u"TMPDIR=$PWD/leftovers XDG_CACHE_HOME=$PWD/leftovers ignite app list"_s).code, 0);
        QVERIFY(!QFileInfo::exists(place(1)));
        QVERIFY(!QFileInfo::exists(place(3)));
        QVERIFY(QFileInfo::exists(place(2) + lock));
        QVERIFY(FileLock::isHeld(place(2) + lock));
    }

    void an_archive_is_written_to_a_device_and_the_device_stays()
    {
        const QString command = u"ignite version code hello --version 0 -f "_s;
        const Ran whole = run(command + u"-"_s);
        QVERIFY(whole.code == 0 && whole.out.startsWith("\x1f\x8b"));
        QCOMPARE(run(command + u"/dev/stdout 2>/dev/null | head -c %1"_s.arg(whole.out.size())).out, whole.out);
        QCOMPARE(run(command + u"/dev/null"_s).code, 0);
        QVERIFY(isDevice("/dev/null"));
        // Until the reader has opened it, nothing reads the pipe, which is said.
        QCOMPARE(
            run(u"mkfifo pipe; cat pipe > from-pipe & until %1pipe 2> refused; do grep -q 'nothing reads' refused || "
                "exit 1; done; wait"_s.arg(command))
                .code,
            0);
        QFile read(m_home.filePath(u"from-pipe"_s));
        QVERIFY(read.open(QIODevice::ReadOnly));
        QCOMPARE(read.readAll(), whole.out);
        // A link to a file that is there is followed; the file keeps its mode.
        write(m_home.filePath(u"real.tar.gz"_s), "old");
        QVERIFY(run(u"chmod 640 real.tar.gz; ln -s real.tar.gz link.tar.gz; "_s + command + u"link.tar.gz"_s).code ==
                0);
        QVERIFY(QFileInfo(m_home.filePath(u"link.tar.gz"_s)).isSymLink());
        QCOMPARE(run(u"stat -c %a real.tar.gz"_s).out.trimmed(), "640");
        QCOMPARE(run(u"cat real.tar.gz"_s).out, whole.out);
    }
};

QTEST_GUILESS_MAIN(TestCliDamaged)
#include "tst_cli_damaged.moc"
