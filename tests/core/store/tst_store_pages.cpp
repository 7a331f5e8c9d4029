// SPDX-License-Identifier: GPL-3.0-or-later
// One bit of the database's file that has changed: what is read is then as it was, or it is said to be damaged.
// STUDIO_ALL_BITS=1 changes each bit of the file in turn, which takes hours; otherwise a sample that is the same each
// time, with more of it where SQLite keeps the structure of a page.
#include "core/base/uuid7.h"
#include "core/store/executions.h"
#include "tests/core/store/store_fixture.h"

#include <QRandomGenerator>

#include <numeric>
#include <thread>

using namespace studio;
using namespace Qt::StringLiterals;
using made::hello;

namespace {

constexpr qsizetype pageSize = 4096;
constexpr int apps = 3;
constexpr int versions = 24;
constexpr int records = 150;

/// Everything that a store tells: a line for each question, with its answer or the code of its error.
class Readings
{
public:
    QStringList lines;

    template <typename Answer> void add(const Result<Answer> &answer, auto text)
    {
        lines << (answer ? text(*answer) : errorCodeName(answer.error().code));
    }
};

QString textOf(const App &app)
{
    return app.damaged ? u"Internal"_s
                       : QStringList{app.id.toString(),
                                     app.toolchain,
                                     app.description,
                                     app.tier,
                                     QString::number(app.activeVersion),
                                     QString::number(app.createdAtMs),
                                     QString::number(app.memoryMb),
                                     QString::number(app.timeoutSecs)}
                             .join(u' ');
}

QString textOf(const Version &version)
{
    return version.damaged
               ? u"Internal"_s
               : QStringList{QString::number(version.number),           QString::fromLatin1(version.codeHash),
                             QString::fromLatin1(version.artifactHash), version.note,
                             QString::number(version.createdAtMs),      QString::number(int(version.active))}
                     .join(u' ');
}

QString textOf(const Execution &one)
{
    return QStringList{one.id,
                       one.app.toString(),
                       QString::number(one.version),
                       executionStatusName(one.status),
                       QString::number(one.createdAtMs),
                       QString::number(one.totalUs),
                       QString::fromLatin1(one.request.target),
                       QString::fromLatin1(one.request.body),
                       QString::fromLatin1(one.response.body),
                       QString::number(one.response.status),
                       QString::number(one.lines.size()),
                       one.error}
        .join(u' ');
}

/// A list, an element a line; one that is damaged makes only its own line differ.
template <typename List> QString listText(const List &list)
{
    QStringList lines;
    for (const auto &one : list) {
        lines << textOf(one);
    }
    return lines.join(u'\n');
}

/// Page by page, as a list does it.
Result<QList<Execution>> readPages(Store &store, const AppId &id)
{
    QList<Execution> all;
    ExecutionQuery query{.limit = 40};
    do {
        const auto page = store.executions().list(id, query);
        if (!page) {
            return std::unexpected(page.error());
        }
        all += page->executions;
        query.cursor = page->nextCursor;
    } while (!query.cursor.isEmpty() && all.size() < 10 * records);
    return all;
}

void readApp(Readings &into, Store &store, const AppId &id)
{
    into.add(store.app(id), [](const App &app) { return textOf(app); });
    into.add(store.versions(id, 1'000), [](const QList<Version> &all) { return listText(all); });
    into.add(store.versions(id, 10, 20), [](const QList<Version> &all) { return listText(all); });
    into.add(store.version(id, 1), [](const Version &one) { return textOf(one); });
    into.add(store.draft(id),
             [](const Draft &draft) { return QString::fromLatin1(draft.codeHash) + draftStatusName(draft.status); });
    into.add(store.secrets(id), [](const QList<SecretName> &all) {
        return QString::number(all.size()) + (all.isEmpty() ? QString() : all.first().name);
    });
    into.add(store.executions().stats(id), [](const ExecutionStats &stats) {
        return QString::number(stats.total) + u' ' + QString::number(stats.p95Us);
    });
    into.add(store.executions().logs(id, {}), [](const AppLogPage &page) {
        QStringList lines;
        for (const AppLogLine &one : page.lines) {
            lines << QString::fromUtf8(one.line.text);
        }
        return lines.join(u'\n');
    });
    into.add(readPages(store, id), [](const QList<Execution> &all) { return listText(all); });
    const ExecutionQuery query{.text = u"seven"_s, .statuses = {ExecutionStatus::Succeeded}};
    into.add(store.executions().list(id, query), [](const ExecutionPage &some) { return listText(some.executions); });
}

QStringList readAll(const QString &folder, const QStringList &ids)
{
    auto store = Store::open(folder);
    if (!store) {
        return {errorCodeName(store.error().code)};
    }
    Readings all;
    all.add((*store)->apps(u"org"_s), [](const QList<App> &list) { return listText(list); });
    all.add((*store)->appMarks(), [](const auto &marks) { return QString::number(marks.size()); });
    for (int at = 0; at < apps; ++at) {
        readApp(all, **store, at == 0 ? hello : AppId{u"org"_s, QStringLiteral("app%1").arg(at)});
    }
    for (const QString &id : ids) {
        all.add((*store)->executions().get(id), [](const Execution &one) { return textOf(one); });
    }
    return all.lines;
}

bool isDamage(const QString &line)
{
    return line == u"Internal"_s || line == u"FailedPrecondition"_s;
}

/// The first line that differs and does not say so, or an empty text.
QString silentChange(const QStringList &before, const QStringList &after)
{
    if (after.size() == 1 && isDamage(after.first())) {
        return {}; // it could not be opened
    }
    if (after.size() != before.size()) {
        return u"other questions"_s;
    }
    for (qsizetype at = 0; at < after.size(); ++at) {
        if (isDamage(after[at])) {
            continue;
        }
        const QStringList was = before[at].split(u'\n');
        const QStringList is = after[at].split(u'\n');
        if (was.size() != is.size()) {
            return QStringLiteral("%1 rows instead of %2: %3").arg(is.size()).arg(was.size()).arg(before[at]);
        }
        for (qsizetype row = 0; row < was.size(); ++row) {
            if (was[row] != is[row] && !isDamage(is[row])) {
                return QStringLiteral("“%1” instead of “%2”").arg(is[row], was[row]);
            }
        }
    }
    return {};
}

} // namespace

class TestStorePages : public StoreFixture
{
    Q_OBJECT

    QStringList m_ids;

    void fill()
    {
        QVERIFY(m_store->beQuick());
        for (int at = 1; at < apps; ++at) {
            App app;
            app.id = {u"org"_s, QStringLiteral("app%1").arg(at)};
            QVERIFY(m_store->createApp(app));
            QVERIFY(m_store->addSecret(app.id, u"TOKEN"_s));
        }
        for (int at = 0; at < versions; ++at) {
            QVERIFY(publishNew("code " + QByteArray::number(at)));
        }
        QList<Execution> all;
        for (int at = 0; at < records; ++at) {
            Execution one;
            one.id = uuid7();
            one.app = at % 5 == 0 ? AppId{u"org"_s, u"app1"_s} : hello;
            one.version = 1 + at % 3;
            one.status = at % 7 == 0 ? ExecutionStatus::Failed : ExecutionStatus::Succeeded;
            one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
            one.totalUs = 1'000 + at;
            one.request.method = "POST";
            one.request.target = "/call/" + QByteArray::number(at);
            one.request.body = at % 10 == 7 ? "seven" : "another text";
            one.response.status = 200;
            one.response.body = QByteArray("answer ").repeated(20);
            one.lines = {{one.createdAtMs, "a line of call " + QByteArray::number(at)}};
            all << one;
        }
        QVERIFY(m_store->executions().write(all, {}));
        m_ids = {all[0].id, all[77].id, all.last().id};
    }

    /// Offsets of bits: all, or some of each page's structure and some anywhere.
    [[nodiscard]] static QList<qint64> bitsToChange(qint64 size)
    {
        QList<qint64> bits;
        if (qEnvironmentVariableIsSet("STUDIO_ALL_BITS")) {
            bits.resize(size * 8);
            std::iota(bits.begin(), bits.end(), 0);
            return bits;
        }
        QRandomGenerator random(15);
        for (qint64 page = 0; page < size / pageSize; ++page) {
            const qint64 header = page == 0 ? 100 : 0; // the file's header stands before the first page's
            for (int i = 0; i < 4; ++i) {              // kind, number of cells, where they begin
                bits << (page * pageSize + header) * 8 + random.bounded(12 * 8);
            }
            bits << page * pageSize * 8 + random.bounded(200 * 8);
            bits << page * pageSize * 8 + random.bounded(int(pageSize) * 8);
        }
        for (int bit = 0; bit < 8; ++bit) {
            bits << 20 * 8 + bit; // how much of a page is reserved: for the checksums
        }
        for (int bit = 0; bit < 32; ++bit) {
            bits << 60 * 8 + bit; // the schema's version
        }
        return bits;
    }

private Q_SLOTS:
    void a_changed_bit_is_harmless_or_damage()
    {
        fill();
        m_store.reset();
        const QString path = folder() + u"/store.sqlite"_s;
        QByteArray whole = made::content(path);
        QVERIFY(whole.size() > 20 * pageSize && whole.size() % pageSize == 0);
        const QStringList before = readAll(folder(), m_ids);
        QVERIFY(std::ranges::none_of(before, isDamage));

        const QString other = m_place->filePath(u"other"_s);
        QVERIFY(QDir().mkpath(other));
        QVERIFY(QFile::rename(folder() + u"/blobs"_s, other + u"/blobs"_s));
        const QList<qint64> bits = bitsToChange(whole.size());
        QStringList silent;
        qsizetype damaged = 0;
        for (const qint64 bit : bits) {
            const char change = static_cast<char>(1 << (bit % 8));
            QByteArray flipped = whole;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ change);
            for (const QString &log : {u"-wal"_s, u"-shm"_s}) {
                QFile::remove(other + u"/store.sqlite"_s + log);
            }
            QVERIFY(!made::file(other + u"/store.sqlite"_s, flipped).isEmpty());
            const QStringList after = readAll(other, m_ids);
            if (const QString what = silentChange(before, after); !what.isEmpty()) {
                silent << QStringLiteral("page %1, byte %2: %3")
                              .arg(bit / 8 / pageSize + 1)
                              .arg(bit / 8 % pageSize)
                              .arg(what.left(200));
            }
            damaged += after == before ? 0 : 1;
        }
        qInfo("%lld bits of %lld pages: %lld times damaged, %lld times silent", qlonglong(bits.size()),
              qlonglong(whole.size() / pageSize), qlonglong(damaged), qlonglong(silent.size()));
        QVERIFY2(silent.isEmpty(), qPrintable(silent.join(u'\n')));
        QVERIFY(damaged > 0);
    }

    /// No bit is left out where the page is read at all.
    void each_bit_of_a_page_is_verified()
    {
        fill();
        m_store.reset();
        const QString path = folder() + u"/store.sqlite"_s;
        const QByteArray whole = made::content(path);
        constexpr qint64 page = 1; // the table app
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const bool isSample = !qEnvironmentVariableIsSet("STUDIO_ALL_BITS");
        for (qint64 bit = 0; bit < pageSize * 8; bit += isSample && bit > 100 ? 61 : 1) {
            const qint64 at = page * pageSize + bit / 8;
            const char byte = static_cast<char>(whole[at] ^ (1 << (bit % 8)));
            QVERIFY(file.seek(at) && file.write(&byte, 1) == 1 && file.flush());
            const QString error = made::runSql(folder(), {u"SELECT count(*), max(description) FROM app"_s});
            QVERIFY2(!error.isEmpty(), qPrintable(QStringLiteral("bit %1 of byte %2").arg(bit % 8).arg(bit / 8)));
            QVERIFY(file.seek(at) && file.write(whole.constData() + at, 1) == 1 && file.flush());
        }
        QCOMPARE(made::runSql(folder(), {u"SELECT count(*), max(description) FROM app"_s}), QString());
    }

    void a_database_without_checksums_is_used_as_it_is()
    {
        m_store.reset();
        const QString path = folder() + u"/store.sqlite"_s;
        QVERIFY(QFile::remove(path));
        {
            QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
            raw.setDatabaseName(path);
            QVERIFY(raw.open() && QSqlQuery(raw).exec(u"PRAGMA journal_mode = WAL"_s));
        }
        QSqlDatabase::removeDatabase(u"old"_s);
        QCOMPARE(made::content(path)[20], 0);
        reopen();
        App app;
        app.id = hello;
        QVERIFY(m_store->createApp(app));
        QVERIFY(publishNew("one") && publishNew("two"));
        reopen();
        QCOMPARE(made::content(path)[20], 0);
        QCOMPARE(m_store->versions(hello, 10)->size(), 2);
        QCOMPARE(made::runSql(folder(), {u"PRAGMA integrity_check"_s}), QString());
    }

    /// A process may have the database open before it has a first page.
    void processes_that_make_a_database_at_once_write_checksums()
    {
        const QString fresh = m_place->filePath(u"fresh"_s);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto store = Store::open(fresh);
                for (int round = 0; store && round < 50; ++round) {
                    App app;
                    app.id = {u"org"_s, QStringLiteral("t%1-%2").arg(i).arg(round)};
                    (void)(*store)->createApp(app);
                }
            });
        }
        threads.clear();
        QCOMPARE(made::content(fresh + u"/store.sqlite"_s)[20], 8);
        QCOMPARE((*Store::open(fresh))->apps(u"org"_s)->size(), 200);
        QCOMPARE(made::runSql(fresh, {u"PRAGMA integrity_check"_s}), QString());
    }
};

QTEST_GUILESS_MAIN(TestStorePages)
#include "tst_store_pages.moc"
