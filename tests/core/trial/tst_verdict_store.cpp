// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trial/verdict_store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;

namespace {

CrateVerdict verdictOf(const QString &package, qint64 measured = 1'000)
{
    return {.package = package,
            .version = QStringLiteral("1.2.3"),
            .requirement = QStringLiteral("1"),
            .source = {},
            .features = {QStringLiteral("a"), QStringLiteral("b")},
            .defaultFeatures = false,
            .toolchain = QStringLiteral("1.93.0 abc"),
            .target = RustTarget::Wasm,
            .compiles = true,
            .error = QStringLiteral("“no”"),
            .coldSeconds = 1.5,
            .warmSeconds = 0.25,
            .warmBefore = 0.125,
            .bytes = 2'000,
            .bytesBefore = 1'000,
            .crates = {{.name = package,
                        .version = QStringLiteral("1.2.3"),
                        .license = QStringLiteral("MIT"),
                        .hasBuildScript = true,
                        .isProcMacro = true}},
            .duplicates = {QStringLiteral("syn 1.0.0, 2.0.0")},
            .isOfEmptyHandler = true,
            .measuredMs = measured};
}

} // namespace

class TestVerdictStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void what_is_kept_is_found_again()
    {
        const VerdictStore store(folder());
        QVERIFY(store.verdictsOf(QStringLiteral("/a")).isEmpty());
        const CrateVerdict older = verdictOf(QStringLiteral("rand"));
        const CrateVerdict newer = verdictOf(QStringLiteral("serde"), 2'000);
        QVERIFY(store.keep(QStringLiteral("/a"), older));
        QVERIFY(store.keep(QStringLiteral("/a"), newer));
        QVERIFY(store.keep(QStringLiteral("/b"), older));
        QCOMPARE(store.verdictsOf(QStringLiteral("/a")), QList<CrateVerdict>({newer, older}));
        QCOMPARE(store.verdictsOf(QStringLiteral("/b")), QList<CrateVerdict>({older}));
    }

    void the_same_subject_is_kept_once()
    {
        const VerdictStore store(folder());
        QVERIFY(store.keep(QStringLiteral("/a"), verdictOf(QStringLiteral("rand"))));
        CrateVerdict again = verdictOf(QStringLiteral("rand"), 3'000);
        again.coldSeconds = 9;
        QVERIFY(store.keep(QStringLiteral("/a"), again));
        QCOMPARE(store.verdictsOf(QStringLiteral("/a")), QList<CrateVerdict>({again}));
        again.features = {};
        QVERIFY(store.keep(QStringLiteral("/a"), again));
        QCOMPARE(store.verdictsOf(QStringLiteral("/a")).size(), 2);
    }

    void what_is_damaged_is_removed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"subject\": {");
        QTest::newRow("of another shape") << QByteArray("[1, 2]");
        QTest::newRow("of other types") << QByteArray("{\"subject\": {\"package\": 1}}");
        QTest::newRow("too large") << QByteArray(2 << 20, ' ');
        QTest::newRow("no text") << QByteArray("\xff\xfe\0\1", 4);
    }
    void what_is_damaged_is_removed()
    {
        QFETCH(QByteArray, content);
        const VerdictStore store(folder());
        QVERIFY(store.keep(QStringLiteral("/a"), verdictOf(QStringLiteral("rand"))));
        const QString path = folder() + u'/' + QDir(folder()).entryList(QDir::Files).value(0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        QVERIFY(store.verdictsOf(QStringLiteral("/a")).isEmpty());
        QVERIFY(!QFileInfo::exists(path));
    }

    void a_figure_that_can_not_be_is_bounded()
    {
        const VerdictStore store(folder());
        QVERIFY(store.keep(QStringLiteral("/a"), verdictOf(QStringLiteral("rand"))));
        QFile file(folder() + u'/' + QDir(folder()).entryList(QDir::Files).value(0));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll().replace("1.5", "1e300");
        file.resize(0);
        file.seek(0);
        file.write(text);
        file.close();
        QCOMPARE(store.verdictsOf(QStringLiteral("/a")).front().coldSeconds, 1e6);
    }

    void the_number_of_files_is_bounded()
    {
        const VerdictStore store(folder());
        QDir().mkpath(folder());
        for (int i = 0; i < VerdictStore::maxVerdicts + 20; ++i) {
            QFile file(folder() + QStringLiteral("/%1.json").arg(i));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QVERIFY(store.keep(QStringLiteral("/a"), verdictOf(QStringLiteral("rand"))));
        QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), VerdictStore::maxVerdicts);
        QCOMPARE(store.verdictsOf(QStringLiteral("/a")).size(), 1);
    }

private:
    [[nodiscard]] QString folder() const { return m_place->filePath(QStringLiteral("verdicts")); }

    std::unique_ptr<QTemporaryDir> m_place;
};

QTEST_GUILESS_MAIN(TestVerdictStore)
#include "tst_verdict_store.moc"
