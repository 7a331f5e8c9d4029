// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of one value of a dependency: by example, at random on the manifests of published crates and generated ones,
// and as the real Cargo reads them.
#include "core/manifest/dependency_edits.h"
#include "tests/support/manifest_edits.h"
#include "tests/support/real_manifests.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace studio;

namespace {

Dependency entry(const char *key, DependencyTable table = DependencyTable::Normal, const char *platform = "")
{
    Dependency one;
    one.key = QString::fromUtf8(key);
    one.table = table;
    one.platform = QString::fromUtf8(platform);
    return one;
}

using Edit = std::function<Result<QString>(const QString &)>;

/// What `cargo read-manifest` says; nothing where Cargo does not take the text.
std::optional<QJsonObject> cargoReads(const QString &text)
{
    const QTemporaryDir folder;
    // The files that it names, or that belong to a target that it names.
    QStringList files{QStringLiteral("src/lib.rs"), QStringLiteral("build.rs")};
    static const QRegularExpression path(QStringLiteral("(?:path|build)\\s*=\\s*[\"']([^\"']+\\.rs)[\"']"));
    for (auto all = path.globalMatch(text); all.hasNext();) {
        files << all.next().captured(1);
    }
    static const QRegularExpression name(QStringLiteral("name\\s*=\\s*[\"']([\\w-]+)[\"']"));
    for (auto all = name.globalMatch(text); all.hasNext();) {
        const QString target = all.next().captured(1);
        for (const char *where : {"benches/", "tests/", "examples/", "src/bin/"}) {
            files << QLatin1StringView(where) + target + QStringLiteral(".rs");
        }
    }
    for (const QString &one : std::as_const(files)) {
        const QString whole = folder.filePath(one);
        if (whole.contains(QLatin1String("..")) || !QDir().mkpath(QFileInfo(whole).path()) ||
            !QFile(whole).open(QIODevice::WriteOnly)) {
            return std::nullopt;
        }
    }
    QFile manifest(folder.filePath(QStringLiteral("Cargo.toml")));
    if (!manifest.open(QIODevice::WriteOnly) || manifest.write(text.toUtf8()) < 0 || !manifest.flush()) {
        return std::nullopt;
    }
    QProcess cargo;
    cargo.setWorkingDirectory(folder.path());
    cargo.start(QStringLiteral("cargo"), {QStringLiteral("read-manifest"), QStringLiteral("--offline")});
    if (!cargo.waitForFinished(60'000) || cargo.exitCode() != 0) {
        return std::nullopt;
    }
    return QJsonDocument::fromJson(cargo.readAllStandardOutput()).object();
}

/// The dependencies that Cargo reads, each as one line.
QStringList linesOfCargo(const QJsonObject &read)
{
    QStringList lines;
    for (const auto &value : read[QLatin1String("dependencies")].toArray()) {
        const QJsonObject one = value.toObject();
        QStringList features;
        for (const auto &feature : one[QLatin1String("features")].toArray()) {
            features << feature.toString();
        }
        features.sort();
        const QString rename = one[QLatin1String("rename")].toString();
        const QString kind = one[QLatin1String("kind")].toString();
        lines << QStringList{rename.isEmpty() ? one[QLatin1String("name")].toString() : rename,
                             one[QLatin1String("name")].toString(),
                             kind,
                             one[QLatin1String("target")].toString(),
                             one[QLatin1String("optional")].toBool() ? QStringLiteral("optional") : QString(),
                             one[QLatin1String("uses_default_features")].toBool() ? QString()
                                                                                  : QStringLiteral("no default"),
                             features.join(u'+')}
                     .join(u'|');
    }
    lines.sort();
    return lines;
}

/// The same of what the studio reads.
QStringList linesOfStudio(const Manifest &manifest)
{
    QStringList lines;
    for (const Dependency &one : manifest.dependencies) {
        if (one.injected) {
            continue;
        }
        QStringList features = one.features;
        features.sort();
        lines << QStringList{one.key,
                             one.package,
                             one.table == DependencyTable::Dev     ? QStringLiteral("dev")
                             : one.table == DependencyTable::Build ? QStringLiteral("build")
                                                                   : QString(),
                             one.platform,
                             one.optional ? QStringLiteral("optional") : QString(),
                             one.defaultFeatures ? QString() : QStringLiteral("no default"),
                             features.join(u'+')}
                     .join(u'|');
    }
    lines.sort();
    return lines;
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class TestDependencyEdits : public QObject
{
    Q_OBJECT

    static void run(const QString &name, QString text, std::mt19937 &random, QStringList &faults, int &made)
    {
        for (int i = 0; i < 6; ++i) {
            const auto edit = randomValueEdit(text, random);
            if (!edit) {
                return;
            }
            const EditOutcome outcome = applyValueEdit(text, *edit);
            made += outcome.refusal.isEmpty() ? 1 : 0;
            if (outcome.isFaulty() && faults.size() < 12) {
                faults << QStringLiteral("%1: %2: %3 %4 %5")
                              .arg(name, describe(*edit), outcome.corrupt, outcome.lossy, outcome.refusal);
                if (faults.size() < 3) {
                    qInfo().noquote() << text << "\n-----\n" << outcome.text;
                }
            }
            text = outcome.text;
        }
    }

private Q_SLOTS:
    void an_edit_changes_one_value_data()
    {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const Edit &edit, const char *before, const char *after) {
            const QString mark = QByteArrayView(name).contains("mark") ? QString(QChar(0xfeff)) : QString();
            QTest::newRow(name) << edit << mark + QString::fromUtf8(before) << mark + QString::fromUtf8(after);
        };
        const Edit two = [](const QString &text) { return withRequirement(text, entry("serde"), QStringLiteral("2")); };
        row("version, literal", two, "[dependencies]\nserde = '1' # why\n", "[dependencies]\nserde = '2' # why\n");
        row("version, path stays", two, "[dependencies]\nserde = {path=\"../serde\"}\n",
            "[dependencies]\nserde = { version = \"2\",path=\"../serde\"}\n");
        row("version, odd spacing, mark", two, "[dependencies]\r\n serde={ version='1' ,features=[] }\r\n",
            "[dependencies]\r\n serde={ version='2' ,features=[] }\r\n");
        const Edit derive = [](const QString &text) {
            return withFeature(text, entry("serde"), QStringLiteral("derive"));
        };
        row("feature of a string", derive, "[dependencies]\nserde = \"1\" # why\n",
            "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] } # why\n");
        row("feature in lines", derive, "[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"std\", # s\n]\n",
            "[dependencies.serde]\nversion = \"1\"\nfeatures = [\n  \"derive\",\n  \"std\", # s\n]\n");
        row("feature that is listed", derive, "[dependencies]\nserde = {version='1',features=['derive']}\n",
            "[dependencies]\nserde = {version='1',features=['derive']}\n");
        const Edit plain = [](const QString &text) {
            return withoutFeature(text, entry("serde"), QStringLiteral("derive"));
        };
        row("last feature", plain, "[dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n",
            "[dependencies]\nserde = { version = \"1\" }\n");
        row("last feature with a comment", plain, "[dependencies.serde]\nfeatures = [\"derive\"] # for d\n",
            "[dependencies.serde]\nfeatures = [] # for d\n");
        row("one of the features", plain, "[dependencies]\nserde.features = [ 'derive', 'std' ]\nserde.version='1'\n",
            "[dependencies]\nserde.features = [ 'std' ]\nserde.version='1'\n");
        row("no such feature", plain, "[dependencies]\nserde = '1'\n", "[dependencies]\nserde = '1'\n");
        const Edit off = [](const QString &text) { return withDefaultFeatures(text, entry("serde"), false); };
        const Edit on = [](const QString &text) { return withDefaultFeatures(text, entry("serde"), true); };
        row("default off", off, "[dependencies]\nserde = '1'\n",
            "[dependencies]\nserde = { version = \"1\", default-features = false }\n");
        row("default on", on, "[dependencies]\nserde = { version = '1',  default-features = false, optional=true }\n",
            "[dependencies]\nserde = { version = '1',  optional=true }\n");
        row("default on, older name", on, "[dependencies.serde]\ndefault_features = false\nversion = '1'\n",
            "[dependencies.serde]\nversion = '1'\n");
        row("default on with a comment", on, "[dependencies.serde]\ndefault-features = false # small\nversion = '1'\n",
            "[dependencies.serde]\ndefault-features = true # small\nversion = '1'\n");
        row("default on already", on, "[dependencies]\nserde = '1'\n", "[dependencies]\nserde = '1'\n");
        const Edit optional = [](const QString &text) { return withOptional(text, entry("serde"), true); };
        const Edit needed = [](const QString &text) { return withOptional(text, entry("serde"), false); };
        row("optional", optional, "[dependencies]\nserde = '1'\n",
            "[dependencies]\nserde = { version = \"1\", optional = true }\n\n[features]\nserde = [\"dep:serde\"]\n");
        row("not optional", needed,
            "[dependencies]\nserde = {optional = true,  version = '1'}\n[features]\nx = [\"dep:serde\", \"y\"]\n",
            "[dependencies]\nserde = {version = '1'}\n[features]\nx = [\"y\"]\n");
        row("optional for another platform still", needed,
            "[dependencies]\nserde = {optional = true, version = '1'}\n[target.x.dependencies]\nserde = {version = "
            "'1', "
            "optional = true}\n[features]\nx = [\"dep:serde\"]\n",
            "[dependencies]\nserde = {version = '1'}\n[target.x.dependencies]\nserde = {version = '1', "
            "optional = true}\n[features]\nx = [\"dep:serde\"]\n");
        const Edit dev = [](const QString &text) {
            return withDependencyMoved(text, entry("serde"), DependencyTable::Dev);
        };
        row("moved with its comment", dev,
            "[dependencies]\na = '1'\nserde = {version='1'} # why\n\n[dev-dependencies]\nb = '1'\n",
            "[dependencies]\na = '1'\n\n[dev-dependencies]\nb = '1'\nserde = {version='1'} # why\n");
        row("moved to a new table, CRLF", dev, "[dependencies]\r\nserde = \"1\"\r\n",
            "[dependencies]\r\n\r\n[dev-dependencies]\r\nserde = \"1\"\r\n");
        row("moved as a section", dev, "[dependencies.serde] # s\nversion = '1'\n[features]\n",
            "[dev-dependencies.serde] # s\nversion = '1'\n[features]\n");
        row("moved, dotted", dev, "[dependencies]\nserde.version = '1'\nserde.features = ['a']\n[dev-dependencies]\n",
            "[dependencies]\n[dev-dependencies]\nserde = { version = '1', features = ['a'] }\n");
        row("moved to the older name", dev, "[dependencies]\nserde = '1'\n[dev_dependencies]\nb = '1'\n",
            "[dependencies]\n[dev_dependencies]\nb = '1'\nserde = '1'\n");
        row("moved into a table in one line", dev, "dependencies = { serde = '1' }\ndev-dependencies = { b = '1' }\n",
            "dependencies = {  }\ndev-dependencies = { b = '1', serde = '1' }\n");
        const Edit removed = [](const QString &text) { return withDependencyRemoved(text, entry("serde")); };
        row("removed with its features", removed,
            "[dependencies]\nserde = {version='1',optional=true}\n[features]\na = [ 'dep:serde', 'b' ] # a\nb = "
            "[\"serde?/std\"]\nc = ['serde-x/y', 'serde']\n",
            "[dependencies]\n[features]\na = [ 'b' ] # a\nb = []\nc = ['serde-x/y']\n");
        row("removed where another table has it", removed,
            "[dependencies]\nserde = '1'\n[features]\na = ['serde/std']\n[target.x.dependencies]\nserde = '1'\n",
            "[dependencies]\n[features]\na = ['serde/std']\n[target.x.dependencies]\nserde = '1'\n");
        row("removed beside a feature of its name", removed,
            "[dependencies]\nserde = '1'\n[features]\nserde = ['dep:serde']\na = ['serde']\n",
            "[dependencies]\n[features]\nserde = []\na = ['serde']\n");
        row(
            "moved, of a platform",
            [](const QString &text) {
                return withDependencyMoved(text, entry("serde", DependencyTable::Dev, "cfg(unix)"),
                                           DependencyTable::Build);
            },
            "[target.'cfg(unix)'.dev-dependencies]\nserde = '1'\n[target.\"cfg(unix)\".build-dependencies]\n",
            "[target.'cfg(unix)'.dev-dependencies]\n[target.\"cfg(unix)\".build-dependencies]\nserde = '1'\n");
    }
    void an_edit_changes_one_value()
    {
        QFETCH(Edit, edit);
        QFETCH(QString, before);
        QFETCH(QString, after);
        const auto edited = edit(before);
        QVERIFY2(edited.has_value(), edited ? "" : qPrintable(edited.error().message + edited.error().detail));
        QCOMPARE(*edited, after);
    }

    void what_cargo_would_refuse_is_refused_data()
    {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("text");
        const auto requirement = [](const char *value) {
            return Edit([value](const QString &text) {
                return withRequirement(text, entry("serde"), QString::fromUtf8(value));
            });
        };
        const QString plain = QStringLiteral("[dependencies]\nserde = '1'\n");
        const QString shared = QStringLiteral("[dependencies]\nserde.workspace = true\n");
        QTest::newRow("not-a-version") << requirement("not-a-version") << plain;
        QTest::newRow("features behind it") << requirement("0.8 features small_rng") << plain;
        QTest::newRow("empty") << requirement("") << plain;
        QTest::newRow("of the workspace") << requirement("2") << shared;
        QTest::newRow("no TOML") << requirement("2") << plain + QStringLiteral("[");
        QTest::newRow("not there") << requirement("2") << QStringLiteral("[dependencies]\n");
        QTest::newRow("no feature") << Edit([](const QString &text) {
            return withFeature(text, entry("serde"), QStringLiteral("a\", \"b"));
        }) << plain;
        QTest::newRow("default of the workspace")
            << Edit([](const QString &text) { return withDefaultFeatures(text, entry("serde"), false); }) << shared;
        QTest::newRow("optional dev") << Edit([](const QString &text) {
            return withOptional(text, entry("serde", DependencyTable::Dev), true);
        }) << QStringLiteral("[dev-dependencies]\nserde = '1'\n");
        QTest::newRow("used as optional")
            << Edit([](const QString &text) { return withOptional(text, entry("serde"), false); })
            << QStringLiteral("[dependencies]\nserde = {version='1',optional=true}\n[features]\nx=['serde?/std']\n");
        const Edit toDev = [](const QString &text) {
            return withDependencyMoved(text, entry("serde"), DependencyTable::Dev);
        };
        QTest::newRow("moved where it is already")
            << toDev << plain + QStringLiteral("[dev-dependencies]\nserde = '1'\n");
        QTest::newRow("moved where it is under the older name")
            << toDev << plain + QStringLiteral("[dev_dependencies]\nserde = '1'\n[dev-dependencies]\na = '1'\n");
        QTest::newRow("optional to dev") << toDev
                                         << QStringLiteral("[dependencies]\nserde = {version='1',optional=true}\n");
    }
    void what_cargo_would_refuse_is_refused()
    {
        QFETCH(Edit, edit);
        QFETCH(QString, text);
        const auto edited = edit(text);
        QVERIFY2(!edited.has_value(), qPrintable(edited.value_or(QString())));
        QVERIFY2(edited.error().code != ErrorCode::Internal, qPrintable(edited.error().message));
        QVERIFY(edited.error().message.endsWith(u'.'));
    }

    void a_patched_dependency_is_known()
    {
        const auto manifest = parseManifest(QStringLiteral(
            "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nz = { package = \"b\", version = \"1\" }\n"
            "c = { git = \"https://example.org/c\" }\nd = { path = \"../d\" }\n[patch.crates-io]\na = { path = \"a\" "
            "}\n"
            "other = { package = \"b\", path = \"b\" }\nd = { path = \"d\" }\n"
            "[patch.'https://example.org/c']\nc = { path = \"c\" }\n"));
        QVERIFY(manifest.has_value());
        QStringList patched;
        for (const Dependency &one : manifest->dependencies) {
            patched += one.isPatched ? QStringList(one.key) : QStringList();
        }
        QCOMPARE(patched, QStringList({QStringLiteral("a"), QStringLiteral("z"), QStringLiteral("c")}));
    }

    void edits_of_real_manifests_change_nothing_else()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests.has_value());
        QStringList faults;
        int made = 0;
        std::mt19937 random(2);
        for (const RealManifest &one : *manifests) {
            run(one.crate, QString::fromUtf8(one.text), random, faults, made);
        }
        qInfo("%d edits of real manifests", made);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QVERIFY(made > 1'000);
    }

    void edits_of_generated_manifests_change_nothing_else()
    {
        QStringList faults;
        int made = 0;
        for (std::uint32_t seed = 0; seed < 600; ++seed) {
            std::mt19937 random(seed);
            run(QStringLiteral("seed %1").arg(seed), generatedManifest(random), random, faults, made);
        }
        qInfo("%d edits of generated manifests", made);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QVERIFY(made > 1'000);
    }

    void cargo_reads_the_same_before_and_after_an_edit()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests.has_value());
        std::mt19937 random(3);
        int compared = 0;
        int tried = 0;
        for (const RealManifest &one : *manifests) {
            const QString text = QString::fromUtf8(one.text);
            if (compared >= 60 || text.contains(QLatin1String("workspace"))) {
                continue;
            }
            const auto before = ++tried > 200 ? std::nullopt : cargoReads(text);
            auto edit = before ? randomValueEdit(text, random) : std::nullopt;
            if (!edit) {
                continue;
            }
            // What features turn on is removed in every other turn.
            const QList<Dependency> all = parseManifest(text).value_or(Manifest{}).dependencies;
            if (const auto optional = std::ranges::find(all, true, &Dependency::optional);
                compared % 2 == 0 && optional != all.end()) {
                edit->dependency = *optional;
                edit->kind = ValueEdit::Kind::Remove;
            }
            QCOMPARE(linesOfStudio(parseManifest(text).value()), linesOfCargo(*before));
            const EditOutcome outcome = applyValueEdit(text, *edit);
            if (!outcome.refusal.isEmpty()) {
                continue;
            }
            const auto after = cargoReads(outcome.text);
            QVERIFY2(after.has_value(), qPrintable(one.crate + u' ' + describe(*edit) + u'\n' + outcome.text));
            QCOMPARE(linesOfStudio(parseManifest(outcome.text).value()), linesOfCargo(*after));
            ++compared;
        }
        qInfo("%d edits compared with Cargo", compared);
        QVERIFY(compared > 20);
    }
};

QTEST_GUILESS_MAIN(TestDependencyEdits)
#include "tst_dependency_edits.moc"
