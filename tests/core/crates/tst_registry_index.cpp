// SPDX-License-Identifier: GPL-3.0-or-later
// What Cargo remembers of its registries: as the real cargo wrote it, and as a program that means ill might.
#include "core/crates/crates.h"
#include "core/crates/manifest_check.h"
#include "core/crates/registry_index.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

QByteArray entry(const QList<std::pair<QByteArray, QByteArray>> &lines)
{
    QByteArray content("\x03\x02\0\0\0etag: x\0", 13);
    for (const auto &[version, json] : lines) {
        content += version + '\0' + json + '\0';
    }
    return content;
}

QByteArray line(const QByteArray &version, const QByteArray &more = {})
{
    return "{\"name\":\"a\",\"vers\":\"" + version + "\",\"deps\":[],\"features\":{}" + more + "}";
}

} // namespace

class TestRegistryIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_crate_that_the_real_cargo_has_met()
    {
        const auto found = QCoro::waitFor(findToolchains());
        const auto choice = chooseToolchain(*found, RustTarget::Native);
        QVERIFY(choice.has_value());
        const auto info = QCoro::waitFor(crateInfo(choice->toolchain, u"serde_json"_s)); // it is remembered from now on
        QVERIFY(info.has_value());
        const auto crate = readIndexedCrate(cargoHome(), u"serde_json"_s);
        QVERIFY(crate.has_value() && crate->has_value());
        QVERIFY((*crate)->versions.size() > 100);
        QVERIFY(std::ranges::is_sorted((*crate)->versions, std::ranges::greater(), &IndexedVersion::version));
        QVERIFY((*crate)->newest()->version >= *CrateVersion::parse(info->version));
        QVERIFY((*crate)->newest(u"1"_s)->features.contains(u"preserve_order"_s));
        QVERIFY(knownCrates(cargoHome()).contains(u"serde_json"_s));
        QCOMPARE(readIndexedCrate(cargoHome(), u"serde-json"_s)->value().name, u"serde_json"_s);
    }

    void features_of_both_kinds_and_optional_dependencies()
    {
        const IndexedCrate crate = parseIndexEntry(
            entry({{"1.0.0", "{\"vers\":\"1.0.0\",\"deps\":[{\"name\":\"log\",\"optional\":true},{\"name\":\"rand\","
                             "\"optional\":true},"
                             "{\"name\":\"libc\",\"optional\":false}],\"features\":{\"default\":[\"std\"],\"std\":[]},"
                             "\"features2\":{\"random\":[\"dep:rand\"]}}"}}),
            u"a"_s);
        QCOMPARE(crate.versions.value(0).features, (QStringList{u"default"_s, u"log"_s, u"random"_s, u"std"_s}));
    }

    void one_version_has_what_its_features_turn_on_and_what_it_asks_of_others()
    {
        const QTemporaryDir home;
        const QString folder = home.filePath(u"registry/index/index.crates.io-1/.cache/1"_s);
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + u"/a"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(entry(
            {{"0.9.0", line("0.9.0")},
             {"1.0.0",
              "{\"vers\":\"1.0.0\",\"deps\":[{\"name\":\"log\",\"optional\":true},{\"name\":\"r\",\"package\":"
              "\"rand\",\"features\":[\"std\",\"<b>\"],\"default_features\":false},{\"name\":\"d\",\"kind\":"
              "\"dev\"}],\"features\":{\"default\":[\"std\"],\"std\":[]},\"features2\":{\"random\":[\"dep:r\"]}}"}}));
        file.close();
        const auto package = readIndexedPackage(home.path(), u"a"_s, u"1.0.0"_s);
        QVERIFY(package.has_value());
        QCOMPARE(package->features,
                 (QMap<QString, QStringList>{
                     {u"default"_s, {u"std"_s}}, {u"log"_s, {}}, {u"random"_s, {u"dep:r"_s}}, {u"std"_s, {}}}));
        QCOMPARE(package->dependencies.size(), 2);
        QCOMPARE(package->dependencies[1],
                 (IndexedDependency{.package = u"rand"_s, .features = {u"std"_s}, .hasDefaultFeatures = false}));
        QVERIFY(!readIndexedPackage(home.path(), u"a"_s, u"2.0.0"_s));
        QVERIFY(!readIndexedPackage(home.path(), u"b"_s, u"1.0.0"_s));
    }

    void the_newest_version_for_a_rust_data()
    {
        QTest::addColumn<QString>("rust");
        QTest::addColumn<QString>("newest");
        QTest::newRow("new") << u"1.95"_s << u"1.3.0"_s;
        QTest::newRow("platform") << u"1.93"_s << u"1.2.0"_s;
        QTest::newRow("old") << u"1.60"_s << u"1.0.0"_s;
    }
    void the_newest_version_for_a_rust()
    {
        QFETCH(QString, rust);
        const IndexedCrate crate =
            parseIndexEntry(entry({{"1.0.0", line("1.0.0")},
                                   {"1.1.0", line("1.1.0", ",\"rust_version\":\"1.93.1\",\"yanked\":true")},
                                   {"1.2.0", line("1.2.0", ",\"rust_version\":\"1.93.1\"")},
                                   {"1.3.0", line("1.3.0", ",\"rust_version\":\"1.95\"")},
                                   {"2.0.0-beta.1", line("2.0.0-beta.1")}}),
                            u"a"_s);
        QTEST(crate.newestFor(rust)->text, "newest");
        QVERIFY(!IndexedCrate{}.newestFor(rust));
    }

    void a_version_that_was_yanked_is_the_last_choice()
    {
        const IndexedCrate crate =
            parseIndexEntry(entry({{"1.0.0", line("1.0.0")}, {"1.1.0", line("1.1.0", ",\"yanked\":true")}}), u"a"_s);
        QCOMPARE(crate.newest()->text, u"1.0.0"_s);
        QCOMPARE(crate.newest(u"1.1"_s)->text, u"1.1.0"_s);
        QVERIFY(crate.newest(u"1.1"_s)->isYanked);
        QVERIFY(!crate.newest(u"2"_s));
    }

    void what_is_not_understood_is_left_out_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("versions");
        const QByteArray good = line("1.0.0");
        QTest::newRow("nothing") << QByteArray() << 0;
        QTest::newRow("another version of the cache")
            << QByteArray(entry({{"1.0.0", good}})).replace(0, 1, "\x04") << 0;
        QTest::newRow("no NUL at all") << QByteArray("\x03\x02\0\0\0abc", 8) << 0;
        QTest::newRow("cut") << entry({{"1.0.0", good}}).chopped(10) << 0;
        QTest::newRow("no JSON") << entry({{"1.0.0", "garbage"}, {"1.0.0", good}}) << 1;
        QTest::newRow("deep nesting") << entry({{"1.0.0", line("1.0.0", ",\"x\":" + QByteArray(100'000, '['))},
                                                {"1.0.0", good}})
                                      << 1;
        QTest::newRow("escapes in the version") << entry({{"1", line("\\u001b[31m1.0.0")}, {"1.0.0", good}}) << 1;
        QTest::newRow("a version that is an object")
            << entry({{"1", "{\"vers\":{},\"deps\":7}"}, {"1.0.0", good}}) << 1;
        QTest::newRow("a long line") << entry({{"1.0.0", line("1.0.0", ",\"x\":\"" + QByteArray(2 << 20, 'x') + "\"")},
                                               {"1.0.0", good}})
                                     << 1;
        QList<std::pair<QByteArray, QByteArray>> many(30'000, {"1.0.0", good});
        QTest::newRow("many versions") << entry(many) << 10'000;
    }

    void what_is_not_understood_is_left_out()
    {
        QFETCH(QByteArray, content);
        QTEST(static_cast<int>(parseIndexEntry(content, u"a"_s).versions.size()), "versions");
    }

    void features_with_names_that_are_none_are_left_out()
    {
        QByteArray features =
            "{\"vers\":\"1.0.0\",\"features\":{\"good\":[],\"\\u001b[31mred\":[],\"a\\nb\":[],\"\\u202e\":[]";
        for (int i = 0; i < 20'000; ++i) {
            features += ",\"f" + QByteArray::number(i) + "\":[]";
        }
        const IndexedCrate crate = parseIndexEntry(entry({{"1.0.0", features + "}}"}}), u"a"_s);
        QCOMPARE(crate.versions.size(), 1);
        QVERIFY(crate.versions[0].features.size() <= 5'000);
        for (const QString &feature : crate.versions[0].features) {
            QVERIFY2(std::ranges::all_of(feature, [](QChar c) { return c.isPrint(); }), qPrintable(feature));
        }
    }

    void random_changes_of_an_entry_do_no_harm()
    {
        const QByteArray content = entry({{"1.0.0", line("1.0.0")}, {"1.1.0", line("1.1.0", ",\"yanked\":true")}});
        QRandomGenerator random(17);
        for (int turn = 0; turn < 20'000; ++turn) {
            QByteArray changed = content.first(random.bounded(content.size() + 1));
            for (int i = 0; i < 3 && !changed.isEmpty(); ++i) {
                changed[random.bounded(changed.size())] = static_cast<char>(random.bounded(256));
            }
            (void)parseIndexEntry(changed, u"a"_s).newest(u"1"_s);
        }
    }

    void a_folder_of_hostile_files()
    {
        const QTemporaryDir home;
        const QString cache = home.filePath(u"registry/index/index.crates.io-0/.cache"_s);
        const auto write = [&](const QString &path, const QByteArray &content) {
            QDir().mkpath(QFileInfo(cache + u'/' + path).path());
            QFile file(cache + u'/' + path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        write(u"go/od/good"_s, entry({{"1.0.0", line("1.0.0")}}));
        write(u"ba/d\u001b/ba\u001b[31md"_s, "x");
        write(u"hu/ge/huge"_s, {});
        QVERIFY(QFile::resize(cache + u"/hu/ge/huge"_s, 100 << 20)); // one line of 100 MB
        QVERIFY(QFile::link(u"/dev/zero"_s, cache + u"/go/od/goodness"_s));
        QVERIFY(QDir().mkpath(cache + u"/fo/ld/folder"_s));
        QCOMPARE(knownCrates(home.path()), (QStringList{u"good"_s, u"goodness"_s, u"huge"_s}));
        QVERIFY(readIndexedCrate(home.path(), u"good"_s)->has_value());
        for (const QString &name : {u"huge"_s, u"goodness"_s, u"folder"_s}) {
            const auto read = readIndexedCrate(home.path(), name);
            QVERIFY2(!read || !*read, qPrintable(name));
        }
        for (const QString &name : {u"../../../../etc/passwd"_s, u""_s, u"a/b"_s, u"--x"_s}) {
            QVERIFY(!readIndexedCrate(home.path(), name)->has_value());
            QVERIFY(unpackedDescription(home.path(), name, u"1.0.0"_s).isEmpty());
        }
        QVERIFY(unpackedDescription(home.path(), u"good"_s, u"../1.0.0"_s).isEmpty());
    }

    void a_search_is_read_line_by_line()
    {
        const QList<CrateInfo> found =
            parseSearch(u"serde = \"1.0.228\"    # A generic framework\nplain = \"0.1.0\"\n"
                        "--evil = \"1.0.0\"\n\u001b[31mred = \"1.0.0\"\n... and 6000 crates more\n"_s);
        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].name, u"serde"_s);
        QCOMPARE(found[0].version, u"1.0.228"_s);
        QCOMPARE(found[0].description, u"A generic framework"_s);
        QCOMPARE(found[1].name, u"plain"_s);
        QVERIFY(parseSearch(u"a = \"1.0.0\"\n"_s.repeated(10'000)).size() <= 20);
    }

    void what_the_real_cargo_says_has_its_place_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("marked");
        QTest::newRow("none") << u"[dependencies]\nserde = \"1\"\nignite = \"*\"\n"_s << QString() << 0 << QString();
        QTest::newRow("type") << u"[dependencies]\nserde = 1\n"_s << u"expected a version string"_s << 6 << u"1"_s;
        QTest::newRow("requirement") << u"[dependencies]\nserde = \"one\"\n"_s << u"version requirement `one`"_s << 6
                                     << u"serde"_s;
        QTest::newRow("empty requirement")
            << u"[dependencies]\nserde = \"\"\n"_s << u"version requirement ``"_s << 6 << u"serde"_s;
        QTest::newRow("feature") << u"[features]\ndefault = [\"nope\"]\n"_s << u"neither a dependency"_s << 6
                                 << u"default"_s;
        QTest::newRow("ambiguous") << u"[dependencies]\nserde = { path = \"x\", git = \"y\" }\n"_s << u"ambiguous"_s
                                   << 6 << u"path"_s;
        QTest::newRow("profile") << u"[profile.dev]\npanic = \"x\"\n"_s << u"not a valid setting"_s << 6 << u"panic"_s;
        QTest::newRow("of the workspace")
            << u"[dependencies]\nserde = { workspace = true }\n"_s << QString() << 0 << QString();
    }

    void what_the_real_cargo_says_has_its_place()
    {
        QFETCH(QString, more);
        QFETCH(QString, message);
        QFETCH(int, line);
        QFETCH(QString, marked);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(u"src"_s));
        QFile source(folder.filePath(u"src/lib.rs"_s));
        QVERIFY(source.open(QIODevice::WriteOnly));
        const QString text = u"[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"_s + more;
        const auto found = QCoro::waitFor(findToolchains());
        const auto choice = chooseToolchain(*found, RustTarget::Native);
        QVERIFY(choice.has_value());
        const auto problems =
            QCoro::waitFor(cargoManifestProblems(choice->toolchain, folder.path(), text, scanManifest(text)));
        QVERIFY(problems.has_value());
        if (message.isEmpty()) {
            QCOMPARE(problems->size(), 0);
            return;
        }
        QCOMPARE(problems->size(), 1);
        const Diagnostic &one = problems->first();
        QVERIFY2(one.message.contains(message), qPrintable(one.message));
        QVERIFY2(!one.message.contains(u"/tmp"_s), qPrintable(one.message));
        QCOMPARE(one.line, line);
        QCOMPARE(text.split(u'\n').value(one.line - 1).sliced(one.column - 1, one.endColumn - one.column), marked);
    }
};

QTEST_GUILESS_MAIN(TestRegistryIndex)
#include "tst_registry_index.moc"
