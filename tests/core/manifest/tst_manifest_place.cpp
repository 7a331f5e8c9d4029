// SPDX-License-Identifier: GPL-3.0-or-later
// What can be typed at a place of a Cargo.toml, and what is wrong in one, also for each published manifest up to any
// place of it.
#include "core/manifest/manifest_keys.h"
#include "core/manifest/manifest_place.h"
#include "core/manifest/manifest_scan.h"
#include "tests/support/real_manifests.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;
using Kind = ManifestPlace::Kind;

class TestManifestPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_place_of_the_caret_data()
    {
        QTest::addColumn<QByteArray>("text"); // | is the caret
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char *text, Kind kind, const char *path, const char *word) {
            QTest::newRow(text) << QByteArray(text) << static_cast<int>(kind) << QString::fromLatin1(path)
                                << QByteArray(word);
        };
        row("|", Kind::Key, "", "");
        row("[pack|", Kind::Header, "", "pack");
        row("[pa|ck]\n", Kind::Header, "", "pack");
        row("[[bi|]]", Kind::Header, "", "bi");
        row("[package]\nna|", Kind::Key, "package", "na");
        row("[package]\nedition = \"20|\"\n", Kind::Value, "package.edition", "20");
        row("[package]\nedition = |\n", Kind::Value, "package.edition", "");
        row("[package]\nedition = \"2024\"|\n", Kind::Nothing, "", "");
        row("[package]\nname = \"a\" # co|", Kind::Nothing, "", "");
        row("[dependencies]\nser|", Kind::Key, "dependencies", "ser");
        row("[dependencies]\nserde = \"1.|\"", Kind::Value, "dependencies.serde", "1.");
        row("[dependencies]\nserde = \"1.|\ntokio = \"1\"", Kind::Value, "dependencies.serde", "1.");
        row("[dependencies]\nserde = { ver| }", Kind::Key, "dependencies.serde", "ver");
        row("[dependencies]\nserde = { version = \"1\", features = [\"a\", \"de|", Kind::Value,
            "dependencies.serde.features", "de");
        row("[dependencies]\nserde = { version = \"1\", |", Kind::Key, "dependencies.serde", "");
        row("[dependencies]\nserde = { features = [\"a\"], opt| }", Kind::Key, "dependencies.serde", "opt");
        row("[dependencies]\nserde.ver|", Kind::Key, "dependencies.serde", "ver");
        row("[dependencies.serde]\nfeatures = [\n  \"a\",\n  \"b|\"\n]", Kind::Value, "dependencies.serde.features",
            "b");
        row("[dependencies]\nserde = { version = \"1\n[profile.release]\nlt|", Kind::Key, "profile.release", "lt");
        row("[dependencies]\nserde = [\n[profile.release]\nlt|", Kind::Key, "profile.release", "lt");
        row("[target.'cfg(unix)'.dependencies]\nli|", Kind::Key, "target.cfg(unix).dependencies", "li");
        row("[package]\ndescription = \"\"\"\n[x]\nab|", Kind::Value, "package.description", "\n[x]\nab");
        row("\"quo|", Kind::Key, "", "quo");
    }

    void the_place_of_the_caret()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        QFETCH(QString, path);
        QFETCH(QByteArray, word);
        const qsizetype at = text.indexOf('|');
        text.remove(at, 1);
        const ManifestPlace place = manifestPlaceAt(text, at);
        QCOMPARE(static_cast<int>(place.kind), kind);
        if (place.kind != Kind::Nothing) {
            QCOMPARE(place.path.join(u'.'), path);
            QCOMPARE(text.sliced(place.from, place.to - place.from), word);
        }
    }

    void any_beginning_of_a_published_manifest_has_a_place()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests.has_value());
        qsizetype places = 0;
        for (const RealManifest &one : *manifests) {
            const qsizetype step = std::max<qsizetype>(one.text.size() / 150, 1);
            for (qsizetype at = 0; at <= one.text.size(); at += step) {
                const QByteArray beginning = one.text.first(at);
                for (const QByteArray &text : {beginning, one.text}) {
                    const ManifestPlace place = manifestPlaceAt(text, at);
                    QVERIFY2(place.from >= 0 && place.from <= place.to && place.to <= text.size(),
                             qPrintable(one.crate));
                    ++places;
                }
                if (at % 5 == 0) {
                    (void)scanManifest(QString::fromUtf8(beginning));
                }
            }
        }
        QVERIFY(places > 50'000);
    }

    void changed_text_has_a_place_too()
    {
        const QByteArray text =
            "[package]\nname = \"a\"\n[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n"
            "[[bin]]\nname = 'x'\n[target.'cfg(unix)'.dependencies.libc]\nversion = \"\"\"1\"\"\"\n";
        QRandomGenerator random(4);
        const QByteArray letters("\"'[]{}=.,#\n\\ a1\x80\xff\0", 18);
        for (int turn = 0; turn < 20'000; ++turn) {
            QByteArray changed = text;
            for (int i = 0; i < 6; ++i) {
                changed[random.bounded(changed.size())] = letters[random.bounded(letters.size())];
            }
            const qsizetype at = random.bounded(changed.size() + 1);
            const ManifestPlace place = manifestPlaceAt(changed, at);
            QVERIFY(place.from >= 0 && place.from <= place.to && place.to <= changed.size());
            (void)scanManifest(QString::fromUtf8(changed));
        }
    }

    void keys_of_published_manifests_are_known_as_cargo_knows_them()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests.has_value());
        QStringList wrong;
        for (const RealManifest &one : *manifests) {
            const ManifestScan scan = scanManifest(QString::fromUtf8(one.text));
            if (scan.fault) {
                wrong << one.crate + u": "_s + scan.fault->message;
            }
            for (const ManifestName &key : scan.unknownKeys) {
                wrong << one.crate + u": "_s + key.text;
            }
        }
        // Cargo says “unused manifest key” of these.
        QCOMPARE(wrong, (QStringList{u"oorandom 11.1.5: package.website"_s, u"plotters 0.3.7: package.msrv"_s,
                                     u"sharded-slab 0.1.7: package.ignore"_s}));
    }

    void toml_that_older_cargos_refuse_is_found_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("found"); // each as "line:byte what"
        const auto row = [](const char *value, const char *found) {
            QTest::newRow(value) << QString::fromUtf8(value) << QString::fromUtf8(found);
        };
        row("{ a = 1, b = [\n1, # one\n2,\n], c = \"\"\"\n\"\"\" }", "");
        row("{\n a = 1 }", "0:5 an inline table over several lines");
        row("{ a = 1 # why\n }", "0:12 an inline table over several lines");
        row("{ a = 1, }", "0:11 a comma behind the last field of an inline table");
        row("{ a = 1,\n b = { c = 2, },\n}", "0:12 an inline table over several lines|"
                                             "1:12 a comma behind the last field of an inline table|"
                                             "1:15 a comma behind the last field of an inline table");
        row("[{ \"a =\" = 1, }]", "0:16 a comma behind the last field of an inline table");
        row("\"\\e[0m \\\\e\"", "0:5 this escape in a string");
        row("'\\e'", "");
        row("[\"\\x41\"]", "0:6 this escape in a string");
        row("[07:32:00, 07:32]", "0:15 a time without seconds");
        row("1979-05-27T07:32Z", "0:4 a time without seconds");
        row("1979-05-27T07:32:00-07:00", "");
        row("1979-05-27", "");
    }
    void toml_that_older_cargos_refuse_is_found()
    {
        QFETCH(QString, value);
        QFETCH(QString, found);
        const ManifestScan scan = scanManifest(u"k = "_s + value + u'\n');
        QVERIFY2(!scan.fault, scan.fault ? qPrintable(scan.fault->message) : "");
        QStringList all;
        for (const ManifestName &one : scan.newerToml) {
            all << u"%1:%2 %3"_s.arg(one.range.start.line).arg(one.range.start.byte).arg(one.text);
        }
        QCOMPARE(all.join(u'|'), found);
    }

    void a_bare_key_that_cargo_refuses_is_a_fault()
    {
        const ManifestScan scan = scanManifest(u"[package]\n'grün' = 1\nmetadata = { a.grün = 1 }\n"_s);
        QVERIFY(scan.fault);
        QCOMPARE(scan.fault->place.line, 2);
        QCOMPARE(scan.fault->place.byte, 15);
        QVERIFY2(scan.fault->message.contains(u"grün needs quotes"), qPrintable(scan.fault->message));
    }

    void unknown_and_duplicate_keys_have_their_place()
    {
        ManifestScan scan =
            scanManifest(u"[package]\nname = \"a\"\nedtion = \"x\"\n[dependencies]\ns = { featurs = [] }\n"
                         "[profile.x]\nopt-levl = 1\n[packge]\n[features]\nanything = []\n"_s);
        QStringList unknown;
        for (const ManifestName &key : scan.unknownKeys) {
            unknown << key.text;
        }
        QCOMPARE(unknown,
                 (QStringList{u"package.edtion"_s, u"dependencies.s.featurs"_s, u"profile.x.opt-levl"_s, u"packge"_s}));
        QCOMPARE(scan.unknownKeys[0].range, (TextRange{{2, 0}, {2, 6}}));
        scan = scanManifest(u"[package]\nname = \"é\"\nname = \"b\"\n"_s);
        QVERIFY(scan.fault.has_value());
        QVERIFY2(scan.fault->message.contains(u"second time"_s), qPrintable(scan.fault->message));
        QCOMPARE(scan.fault->place.line, 2);
    }

    void dependencies_with_their_places()
    {
        const ManifestScan scan = scanManifest(
            u"[dependencies]\nserde = { version = \"1\", features = [\"derive\", 'rc'] }\nignite = \"*\"\nlocal = { "
            u"path = \"x\" }\n"
            "other = { package = \"tokio\", version = \"2\" }\n[dev-dependencies.rand]\nversion = \"0.9\"\n"_s);
        QStringList seen;
        for (const ManifestDependency &one : scan.dependencies) {
            if (one.isOfCratesIo) {
                seen << QStringLiteral("%1@%2 %3:%4")
                            .arg(one.package, one.requirement.text)
                            .arg(one.requirement.range.start.line)
                            .arg(one.requirement.range.start.byte);
            }
        }
        seen.sort();
        QCOMPARE(seen, (QStringList{u"rand@0.9 6:10"_s, u"serde@1 1:20"_s, u"tokio@2 4:39"_s}));
        const auto serde = std::ranges::find(scan.dependencies, u"serde"_s, &ManifestDependency::package);
        QCOMPARE(serde->features.size(), 2);
        QCOMPARE(serde->features[1].text, u"rc"_s);
        QCOMPARE(serde->features[1].range, (TextRange{{1, 47}, {1, 51}}));
    }
};

QTEST_GUILESS_MAIN(TestManifestPlace)
#include "tst_manifest_place.moc"
