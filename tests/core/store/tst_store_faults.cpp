// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/app.h"
#include "core/model/version.h"
#include "core/store/store.h"
#include "tests/core/store/store_helpers.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <thread>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

namespace {

constexpr int kills = 50;

} // namespace

/// Kills, crowds, full and read-only disks, files from the future and damaged ones.
class TestStoreFaults : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_place;

    [[nodiscard]] QString folder() const { return m_place->filePath(u"store"_s); }
    [[nodiscard]] QString database() const { return folder() + u"/store.sqlite"_s; }

    void sql(const QString &statement) const { QCOMPARE(made::runSql(folder(), {statement}), QString()); }

    /// What every reader must find at any time: versions 1, 2, 3 …, the newest active, their files whole.
    static void checkWhole(const Store &store, int atLeast)
    {
        const auto app = store.app(hello);
        QVERIFY2(app, made::why(app));
        const auto versions = store.versions(hello, 100'000);
        QVERIFY2(versions, made::why(versions));
        QVERIFY2(versions->size() >= atLeast,
                 qPrintable(QStringLiteral("%1 of %2").arg(versions->size()).arg(atLeast)));
        QCOMPARE(app->activeVersion, versions->size());
        int number = static_cast<int>(versions->size());
        for (const Version &version : *versions) {
            QCOMPARE(version.number, number--);
            const auto code = store.blob(version.codeHash);
            const auto artifact = store.blob(version.artifactHash);
            QVERIFY2(code, made::why(code));
            QVERIFY2(artifact, made::why(artifact));
            // The artifact is of exactly this code.
            QVERIFY(made::content(*artifact).startsWith("artifact of " + version.codeHash));
            QVERIFY(QFileInfo(*artifact).isExecutable());
        }
        if (const auto draft = store.draft(hello)) {
            QVERIFY2(store.blob(draft->codeHash), "the draft's archive");
            QCOMPARE(draft->status == DraftStatus::Compiled, !draft->artifactHash.isEmpty());
        }
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        auto store = Store::open(folder());
        QVERIFY2(store, made::why(store));
        App app;
        app.id = hello;
        QVERIFY((*store)->createApp(app));
    }

    void killed_at_any_instant_leaves_the_old_state_or_the_new()
    {
        int said = 0; // the highest number that a worker has claimed
        QRandomGenerator random(20250101);
        for (int round = 0; round < kills; ++round) {
            QProcess worker;
            worker.start(QStringLiteral(STORE_WORKER),
                         {u"publish"_s, folder(), m_place->path(), QString::number(round), u"100000"_s});
            QVERIFY(worker.waitForStarted());
            if (round % 5 == 4) { // sometimes in the middle of a second life, however slow the disk is
                QVERIFY(worker.waitForReadyRead());
            }
            QTest::qSleep(20 + random.bounded(60)); // fixed wait: any instant is to do
            worker.kill();
            QVERIFY(worker.waitForFinished());
            for (const QByteArray &line : worker.readAllStandardOutput().split('\n')) {
                QVERIFY2(line.isEmpty() || line.toInt() > 0, line);
                said = qMax(said, line.toInt());
            }
            const auto store = Store::open(folder());
            QVERIFY2(store, made::why(store));
            checkWhole(**store, said);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        qInfo("%d kills, %d versions published", kills, said);
        QVERIFY(said > 0);
    }

    void crowds_of_processes_are_safe()
    {
        {
            const auto store = Store::open(folder());
            const QString archive = made::file(m_place->filePath(u"code"_s), "code");
            QVERIFY((*store)->saveDraft(hello, archive, made::hash("code")));
            const QString artifact = made::file(m_place->filePath(u"artifact"_s), "artifact of " + made::hash("code"));
            QVERIFY((*store)->compileFinished(hello, made::hash("code"), artifact, RustTarget::Native, {}));
        }
        constexpr int processes = 4;
        constexpr int rounds = 25;
        std::vector<std::unique_ptr<QProcess>> crowd;
        for (int i = 0; i < processes; ++i) {
            crowd.push_back(std::make_unique<QProcess>());
            crowd.back()->start(QStringLiteral(STORE_WORKER),
                                {u"crowd"_s, folder(), QStringLiteral("p%1").arg(i), QString::number(rounds)});
        }
        for (const auto &process : crowd) {
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->readAllStandardOutput(), QByteArray());
            QCOMPARE(process->exitCode(), 0);
        }
        const auto store = Store::open(folder());
        QCOMPARE((*store)->apps(u"org"_s)->size(), processes * rounds + 1);
        checkWhole(**store, processes * rounds);
        QCOMPARE((*store)->app(hello)->activeVersion, processes * rounds);
    }

    void threads_with_a_store_each_are_safe()
    {
        const QString fresh = m_place->filePath(u"fresh"_s); // also made by all of them at once
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&, i] {
                    const auto store = Store::open(fresh);
                    if (!store) {
                        ++failures;
                        return;
                    }
                    for (int round = 0; round < 20; ++round) {
                        App app;
                        app.id = {u"org"_s, QStringLiteral("t%1-%2").arg(i).arg(round)};
                        failures += (*store)->createApp(app) ? 0 : 1;
                    }
                });
            }
        }
        QCOMPARE(failures, 0);
        QCOMPARE((*Store::open(fresh))->apps(u"org"_s)->size(), 80);
    }

    void what_another_process_changes_is_seen()
    {
        const auto one = Store::open(folder());
        const auto two = Store::open(folder());
        App app = *(*one)->app(hello);
        app.description = u"changed"_s;
        QVERIFY((*one)->updateApp(app));
        QCOMPARE((*two)->app(hello)->description, u"changed"_s);
    }

    void a_blob_that_does_not_fit_keeps_the_old_state()
    {
        QProcess worker;
        worker.start(QStringLiteral(STORE_WORKER),
                     {u"publish"_s, folder(), m_place->path(), u"full"_s, u"100000"_s, u"90000"_s});
        QVERIFY(worker.waitForFinished());
        QCOMPARE(worker.exitCode(), 1);
        QCOMPARE(worker.readAllStandardOutput(),
                 QStringLiteral("ResourceExhausted: Could not write to the store %1/blobs: it would be larger than "
                                "files may be here (ulimit -f).\n")
                     .arg(folder())
                     .toUtf8());
        const auto store = Store::open(folder());
        QVERIFY2(store, made::why(store));
        checkWhole(**store, 0);
        QVERIFY(!(*store)->draft(hello));
        QCOMPARE(QDir(folder() + u"/blobs/.new"_s).count(), 2); // . and ..: no half file
    }

    void full_disk_keeps_the_old_state_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("large blobs") << 100'000 << QByteArray("/blobs: the disk is full.");
        QTest::newRow("the database") << 1 << QByteArray(": the disk is full.");
    }
    void full_disk_keeps_the_old_state()
    {
        QFETCH(int, size);
        QFETCH(QByteArray, what);
        QVERIFY(QDir().mkpath(m_place->filePath(u"disk"_s)));
        QProcess worker;
        worker.start(QStringLiteral(STORE_WORKER),
                     {u"fill"_s, m_place->filePath(u"disk"_s), m_place->path(), QString::number(size)});
        QVERIFY(worker.waitForFinished());
        if (worker.exitCode() == 77) {
            QSKIP("no disk of one's own may be mounted here");
        }
        const QByteArray said = worker.readAllStandardOutput();
        QVERIFY2(said.startsWith("ResourceExhausted: Could not write to the store ") && said.contains(what), said);
        QVERIFY2(said.endsWith("\nkept\n"), said);
    }

    void read_only_disk_is_said()
    {
        QProcess worker;
        worker.start(QStringLiteral(STORE_WORKER), {u"read-only"_s, folder(), m_place->path()});
        QVERIFY(worker.waitForFinished());
        if (worker.exitCode() == 77) {
            QSKIP("no disk of one's own may be mounted here");
        }
        const QByteArray said = worker.readAllStandardOutput();
        QVERIFY2(said.startsWith("Unavailable: Could not ") && said.contains("read-only"), said);
        const auto store = Store::open(folder());
        checkWhole(**store, 0);
    }

    void a_newer_store_is_refused_and_not_touched()
    {
        sql(u"PRAGMA user_version = 4711"_s);
        sql(u"PRAGMA journal_mode = DELETE"_s);
        const QByteArray before = made::content(database());
        const auto store = Store::open(folder());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::FailedPrecondition);
        QVERIFY2(
            store.error().message.startsWith(
                QStringLiteral("The store %1 was made by a newer Ignite Studio (its format is 4711, this one knows")
                    .arg(database())),
            made::why(store));
        QVERIFY(made::content(database()) == before);
        QCOMPARE(QDir(folder()).entryList(QDir::Files | QDir::Hidden), QStringList{u"store.sqlite"_s});
    }

    void a_damaged_database_is_named_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("something else") << QByteArray("this is no database at all, not even nearly").repeated(100);
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) + QByteArray(5000, '\xff');
    }
    void a_damaged_database_is_named()
    {
        QFETCH(QByteArray, content);
        QVERIFY(!made::file(database(), content).isEmpty());
        const auto store = Store::open(folder());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::Internal);
        QCOMPARE(store.error().message,
                 QStringLiteral("The store's database %1 is damaged. Move it away or bring back a copy of it.")
                     .arg(database()));
        QCOMPARE(made::content(database()), content);
    }

    void a_database_without_its_content_is_refused_and_its_blobs_stay_data()
    {
        QTest::addColumn<qint64>("size"); // of what is left of the database's file, -1 for none
        QTest::addColumn<bool>("keepsLog");
        QTest::newRow("empty, no log") << qint64(0) << false;
        QTest::newRow("missing, no log") << qint64(-1) << false;
        QTest::newRow("empty beside its log") << qint64(0) << true;
        QTest::newRow("missing beside its log") << qint64(-1) << true;
        QTest::newRow("only its first page, no log") << qint64(4096) << false;
    }
    void a_database_without_its_content_is_refused_and_its_blobs_stay()
    {
        QFETCH(qint64, size);
        QFETCH(bool, keepsLog);
        // As after a kill: the log is not empty, and holds nearly everything.
        const QString source = m_place->filePath(u"source"_s);
        const auto written = Store::open(source);
        App app;
        app.id = hello;
        QVERIFY((*written)->createApp(app));
        for (const QByteArray code : {"one", "two", "three"}) {
            QVERIFY((*written)->saveDraft(hello, made::file(m_place->filePath(u"code"_s), code), made::hash(code)));
        }
        const QString name = u"/store.sqlite"_s;
        const QString place = m_place->filePath(u"copy"_s);
        QVERIFY(QDir().mkpath(place) && QFile::rename(source + u"/blobs"_s, place + u"/blobs"_s));
        QVERIFY(QFile::copy(source + name, place + name) && QFileInfo(place + name).size() == 4096);
        QVERIFY(!keepsLog || QFile::copy(source + name + u"-wal"_s, place + name + u"-wal"_s));
        QVERIFY(size < 0 ? QFile::remove(place + name) : QFile::resize(place + name, size));

        const auto files = [&] {
            QMap<QString, QByteArray> all;
            QDirIterator each(place, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (each.hasNext()) {
                const QString path = each.next();
                all.insert(path, made::content(path));
            }
            return all;
        };
        const auto before = files();
        const auto store = Store::open(place);
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::Internal);
        QVERIFY2(store.error().message.contains(place + name), qPrintable(store.error().message));
        const auto after = files();
        for (const auto &[path, content] : before.asKeyValueRange()) {
            QVERIFY2(after.value(path, "gone") == content, qPrintable(path));
        }
    }

    void a_negative_format_is_refused_and_not_touched()
    {
        sql(u"PRAGMA user_version = -2147483640"_s);
        sql(u"PRAGMA journal_mode = DELETE"_s);
        const QByteArray before = made::content(database());
        const auto store = Store::open(folder());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::FailedPrecondition);
        QVERIFY2(store.error().message.contains(u"its format is -2147483640, this one knows"_s), made::why(store));
        QVERIFY(made::content(database()) == before);
    }

    void a_version_cannot_be_rewritten()
    {
        const auto store = Store::open(folder());
        const QString archive = made::file(m_place->filePath(u"code"_s), "code");
        QVERIFY((*store)->saveDraft(hello, archive, made::hash("code")));
        QVERIFY((*store)->compileFinished(hello, made::hash("code"), archive, RustTarget::Native, {}));
        QVERIFY((*store)->publish(hello, u"note"_s));
        QVERIFY(made::runSql(folder(), {u"UPDATE version SET note = 'other'"_s}).contains(u"immutable"_s));
        QCOMPARE((*store)->version(hello, 1)->note, u"note"_s);
    }

    /// SQLite keeps its other files beside the file that the link leads to.
    void what_stands_beside_a_linked_database_is_named_data()
    {
        QTest::addColumn<QString>("suffix");
        QTest::newRow("log") << u"-wal"_s;
        QTest::newRow("index of the log") << u"-shm"_s;
        QTest::newRow("journal") << u"-journal"_s;
    }
    void what_stands_beside_a_linked_database_is_named()
    {
        QFETCH(QString, suffix);
        QVERIFY(Store::open(folder()));
        const QString elsewhere = m_place->filePath(u"elsewhere"_s);
        QVERIFY(QDir().mkpath(elsewhere));
        const QString real = elsewhere + u"/real"_s;
        QVERIFY(QFile::rename(database(), real));
        QVERIFY(QFile::link(real, database()));
        QVERIFY(Store::open(folder()));
        QVERIFY(QDir().mkpath(real + suffix));
        const auto store = Store::open(folder());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::Unavailable);
        QVERIFY2(made::why(store).contains(QString(real + suffix + u" is a folder"_s).toUtf8()), made::why(store));
    }

    void a_place_that_cannot_be_written_is_named()
    {
        // /proc refuses new folders to everyone, root included.
        const auto store = Store::open(u"/proc/ignite-studio"_s);
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::Unavailable);
        QVERIFY2(made::why(store).startsWith("Could not make the folder /proc/ignite-studio: "), made::why(store));
        QCOMPARE(made::why(store).count("it does not exist"), 1);
    }
};

QTEST_GUILESS_MAIN(TestStoreFaults)
#include "tst_store_faults.moc"
