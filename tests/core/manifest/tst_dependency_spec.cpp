// SPDX-License-Identifier: GPL-3.0-or-later
// What a person types for a crate, and what cargo itself makes of the same words.
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// Packages that cargo finds without a registry, and one beside the project.
class Crates
{
public:
    Crates()
    {
        package(u"vendor/alpha-1"_s, "alpha", "1.2.3");
        package(u"vendor/alpha-2"_s, "alpha", "2.0.1");
        package(u"vendor/beta-gamma"_s, "beta-gamma", "0.4.5");
        package(u"vendor/delta_eps"_s, "delta_eps", "3.1.0");
        package(u"side"_s, "side", "0.7.0");
        write(u".cargo/config.toml"_s, "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"" +
                                           m_folder.filePath(u"vendor"_s).toUtf8() + "\"\n");
        write(u"p/src/lib.rs"_s, {});
    }

    void write(const QString &name, const QByteArray &content) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("%s cannot be written", qPrintable(path));
        }
    }

    /// What `cargo add` with these arguments makes of the manifest; nothing where it refuses them.
    [[nodiscard]] std::optional<QString> added(const QString &manifest, const QStringList &arguments) const
    {
        write(u"p/Cargo.toml"_s, manifest.toUtf8());
        QProcess cargo;
        cargo.setWorkingDirectory(m_folder.filePath(u"p"_s));
        cargo.setStandardErrorFile(QProcess::nullDevice());
        cargo.start(u"cargo"_s, QStringList{u"add"_s, u"-q"_s, u"--offline"_s} + arguments);
        if (!cargo.waitForFinished() || cargo.exitCode() != 0) {
            return std::nullopt;
        }
        QFile file(m_folder.filePath(u"p/Cargo.toml"_s));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private:
    void package(const QString &folder, const QByteArray &name, const QByteArray &version) const
    {
        write(folder + u"/Cargo.toml"_s, "[package]\nname = \"" + name + "\"\nversion = \"" + version +
                                             "\"\nedition = \"2021\"\n\n[features]\ndefault = [\"std\"]\nstd = "
                                             "[]\nderive = []\nrc = []\nunstable = []\n");
        write(folder + u"/src/lib.rs"_s, {});
        write(folder + u"/.cargo-checksum.json"_s, R"({"files":{},"package":null})");
    }

    QTemporaryDir m_folder;
};

const QString package = u"[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"_s;

/// What a registry and the package beside would tell.
DependencySpec resolved(DependencySpec spec, const Manifest &manifest)
{
    if (!spec.path.isEmpty()) {
        spec.package = u"side"_s;
        if (spec.table != DependencyTable::Dev) {
            spec.requirement = u"0.7.0"_s;
        }
        return spec;
    }
    const auto listed = listedDependency(manifest, spec);
    if (listed && (spec.rename.isEmpty() || listed->package == spec.package)) {
        spec.package = listed->package;
        return spec;
    }
    if (spec.requirement.isEmpty()) {
        spec.requirement = requirementElsewhere(manifest, spec);
    }
    if (spec.requirement.isEmpty()) {
        spec.requirement = spec.package == "alpha"_L1           ? u"2.0.1"_s
                           : spec.package == "side"_L1          ? u"0.7.0"_s
                           : spec.package.startsWith("beta"_L1) ? u"0.4.5"_s
                                                                : u"3.1.0"_s;
    }
    return spec;
}

/// What the studio makes of the same line.
Result<QString> addedHere(QString manifest, const QString &line)
{
    const auto specs = parseDependencySpecs(line);
    if (!specs) {
        return std::unexpected(specs.error());
    }
    for (const DependencySpec &spec : *specs) {
        const auto read = parseManifest(manifest);
        const auto after = withDependency(manifest, resolved(spec, *read));
        if (!after) {
            return after;
        }
        manifest = *after;
    }
    return manifest;
}

/// Both are read, and compared without the places of their lines; the features of the manifest as their text.
QString meaning(const QString &text)
{
    const auto manifest = parseManifest(text);
    if (!manifest) {
        return manifest.error().message;
    }
    QStringList words;
    for (const Dependency &one : manifest->dependencies) {
        words << u"%1 = %2 %3 [%4] %5 %6 %7 %8 (%9)"_s.arg(
            one.key, one.package, one.requirement, one.features.join(u','), one.source,
            one.defaultFeatures ? u"default"_s : u"-"_s, one.optional ? u"optional"_s : u"-"_s,
            QString::number(static_cast<int>(one.table)), one.platform);
    }
    words.sort();
    static const QRegularExpression activation(u"^[\\w-]+ = \\[\"dep:[\\w-]+\"\\]$"_s,
                                               QRegularExpression::MultilineOption);
    QStringList activations;
    for (auto each = activation.globalMatch(text); each.hasNext();) {
        activations << each.next().captured();
    }
    activations.sort();
    return (words + activations).join(u'\n');
}

class Generator
{
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    QString manifest()
    {
        QString text = package;
        for (const QLatin1StringView table :
             {"dependencies"_L1, "dev-dependencies"_L1, "target.'cfg(unix)'.dependencies"_L1}) {
            if (!one(table == "dependencies"_L1 ? 2 : 5)) {
                continue;
            }
            text += u"\n["_s + table + u"]\n"_s;
            if (one(2)) {
                text += pick({u"alpha = \"1\"\n"_s, u"alpha = { version = \"1\", features = [\"rc\"] }\n"_s,
                              u"alpha.version = \"1\"\n"_s,
                              u"alpha = { version = \"1\", default-features = false } # why\n"_s});
            }
            if (one(3)) {
                text += u"delta_eps = \"3\"\n"_s;
            }
            if (one(4)) {
                text +=
                    pick({u"al = { version = \"1\", package = \"alpha\" }\n"_s, u"side = { path = \"../side\" }\n"_s});
            }
        }
        if (one(6)) {
            text += u"\n[dependencies.beta-gamma]\nversion = \"0.4\"\nfeatures = [\n  \"rc\",\n]\n"_s;
        }
        return text;
    }

    QStringList arguments()
    {
        QStringList words;
        words << pick({u"alpha"_s, u"alpha"_s, u"alpha@1"_s, u"alpha@=1.2.3"_s, u"alpha@>=1, <3"_s,
                       u"alpha@2.0.1+build"_s, u"alpha@"_s, u"alpha@1..2"_s, u"1alpha"_s, u"delta_eps@3.*"_s});
        if (one(6)) {
            words << pick({u"beta-gamma"_s, u"beta-gamma@0.4"_s});
        }
        const auto maybe = [&](unsigned rarity, const QStringList &what) { one(rarity) ? words << what : words; };
        if (one(8)) {
            words = QStringList{u"--path"_s, u"../side"_s};
        }
        maybe(3, {u"-F"_s, pick({u"derive"_s, u"rc,derive"_s, u"rc std"_s, u"alpha/rc"_s, u"unstable"_s})});
        maybe(8, {u"--features=std"_s});
        maybe(5, {u"--no-default-features"_s});
        maybe(8, {u"--default-features"_s});
        maybe(6, {u"--optional"_s});
        maybe(10, {u"--no-optional"_s});
        maybe(6, {u"--rename"_s, pick({u"al"_s, u"other"_s, u"alpha"_s})});
        maybe(7, {u"--dev"_s});
        maybe(9, {u"--build"_s});
        maybe(9, {u"--target"_s, u"cfg(unix)"_s});
        if (!words.contains(u"--path"_s)) { // cargo passes over it there, and we say that it means nothing
            maybe(20, {u"--branch"_s, u"main"_s});
        }
        return words;
    }

private:
    bool one(unsigned in) { return m_random() % in == 0; }
    QString pick(const QStringList &of)
    {
        return of[static_cast<qsizetype>(m_random() % static_cast<unsigned>(of.size()))];
    }

    std::mt19937 m_random;
};

QString lineOf(const QStringList &arguments)
{
    QString line = u"cargo add"_s;
    for (const QString &word : arguments) {
        line += u" '"_s + word + u'\'';
    }
    return line;
}

} // namespace

class TestDependencySpec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_line_means_one_dependency_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("entry"); ///< as it is written below [dependencies], or after its table's name
        const auto row = [](const char *line, const char *entry) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(entry);
        };
        row("serde@1", "serde = \"1\"");
        row("serde=1", "serde = \"1\"");
        row("serde = 1.0.200", "serde = \"1.0.200\"");
        row("serde@=1.0.200", "serde = \"=1.0.200\"");
        row("serde==1.0.200", "serde = \"=1.0.200\"");
        row("serde@>=1, <2", "serde = \">=1, <2\"");
        row("serde = >=1.0, <1.5 -F derive", "serde = { version = \">=1.0, <1.5\", features = [\"derive\"] }");
        row("serde = \"1\"", "serde = \"1\"");
        row("serde=\"1\"", "serde = \"1\"");
        row("serde = { version = \"1\", features = [\"derive\"], default-features = false }",
            "serde = { version = \"1\", default-features = false, features = [\"derive\"] }");
        row("serde.version = \"1\"", "serde = \"1\"");
        row("serde.workspace = true", "serde = { workspace = true }");
        row("json = { package = \"serde_json\", version = \"1\" }",
            "json = { version = \"1\", package = \"serde_json\" }");
        row("serde = { git = \"https://x.example/y\", rev = \"abc\" }",
            "serde = { git = \"https://x.example/y\", rev = \"abc\" }");
        row("serde", "serde = \"*\"");
        row("serde -F derive,rc", "serde = { version = \"*\", features = [\"derive\", \"rc\"] }");
        row("serde --features derive", "serde = { version = \"*\", features = [\"derive\"] }");
        row("-F=derive serde@1", "serde = { version = \"1\", features = [\"derive\"] }");
        row("serde@1 --no-default-features", "serde = { version = \"1\", default-features = false }");
        row("serde_json@1 --rename json", "json = { version = \"1\", package = \"serde_json\" }");
        row("cargo add serde@1 -q", "serde = \"1\"");
        row("$ cargo +nightly add serde@1", "serde = \"1\"");
        row("cargo add 'serde@1' --features \"derive rc\"",
            "serde = { version = \"1\", features = [\"derive\", \"rc\"] }");
        row("a --git https://x.example/y --branch main", "a = { git = \"https://x.example/y\", branch = \"main\" }");
        row("a --path ../side", "a = { path = \"../side\" }");
        row("a@1 --registry mine", "a = { version = \"1\", registry = \"mine\" }");
    }
    void a_line_means_one_dependency()
    {
        QFETCH(QString, line);
        QFETCH(QString, entry);
        const auto spec = parseDependencySpec(line);
        QVERIFY2(spec, spec ? "" : qPrintable(spec.error().message));
        const auto text = withDependency(package + u"\n[dependencies]\n"_s, *spec);
        QVERIFY2(text, text ? "" : qPrintable(text.error().message + text.error().detail));
        QCOMPARE(*text, package + u"\n[dependencies]\n"_s + entry + u'\n');
    }

    void tables_and_several_crates()
    {
        const auto specs = parseDependencySpecs(u"tokio@1 serde --dev -F tokio/rt,serde/derive"_s);
        QVERIFY(specs);
        QCOMPARE(specs->size(), 2);
        QCOMPARE(specs->at(0).features, QStringList{u"rt"_s});
        QCOMPARE(specs->at(1).features, QStringList{u"derive"_s});
        QCOMPARE(specs->at(1).table, DependencyTable::Dev);
        const auto pasted = parseDependencySpecs(u"[build-dependencies]\ncc = \"1\"\n"_s);
        QVERIFY(pasted);
        QCOMPARE(pasted->at(0).table, DependencyTable::Build);
        const auto platform = parseDependencySpecs(u"[target.'cfg(unix)'.dependencies]\nnix = \"0.29\"\n"_s);
        QVERIFY(platform);
        QCOMPARE(platform->at(0).platform, u"cfg(unix)"_s);
    }

    void what_cannot_be_meant_is_said_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *line, const char *words) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(words);
        };
        row("", "name of the crate is missing");
        row("cargo add", "name of the crate is missing");
        row("../side", "is not a dependency");
        row("1serde", "is not a dependency");
        row("serde@", "no version behind the @");
        row("serde@one", "“one” is not a version that Cargo takes");
        row("serde@1..2", "is not a version");
        row("serde@01", "is not a version");
        row("serde -F", "-F takes a value: -F FEATURES");
        row("serde --features --dev", "--features takes a value");
        row("serde --dev=yes", "takes no value");
        row("serde --manifest-path x", "--manifest-path has no meaning here");
        row("serde -p other", "-p has no meaning here");
        row("serde --dev --build", "cannot both be given");
        row("serde --dev --optional", "cannot both be given");
        row("serde --git https://x.example/y --path ../y", "cannot both be given");
        row("serde --tag v1", "give its URL with --git");
        row("serde --git https://x.example/y --tag v1 --rev a", "Only one of");
        row("serde@1 --path ../serde", "leave the @1 away");
        row("serde tokio --rename x", "--rename gives one crate another name");
        row("serde --rename 'a b'", "cannot be the name of a dependency");
        row("serde tokio -F derive", "Of which crate is the feature derive?");
        row("serde -F tokio/rt", "not among those to be added");
        row("serde 'x", "quotation mark");
        row("serde = { version = \"1\"", "cannot be read as a line of Cargo.toml");
        row("serde = { version = \"1\", lib = true }", "the field lib");
        row("serde = { version = \"one\" }", "is not a version");
    }
    void what_cannot_be_meant_is_said()
    {
        QFETCH(QString, line);
        QFETCH(QString, words);
        const auto specs = parseDependencySpecs(line);
        QVERIFY(!specs);
        QCOMPARE(specs.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(specs.error().message.contains(words), qPrintable(specs.error().message));
        QVERIFY2(specs.error().message.endsWith(u'.') || specs.error().message.contains(u'?'),
                 qPrintable(specs.error().message));
    }

    void it_means_what_it_means_to_cargo()
    {
        const Crates crates;
        constexpr unsigned rounds = 60;
        int refused = 0;
        for (unsigned seed = 1; seed <= rounds; ++seed) {
            Generator generator(seed);
            const QString manifest = generator.manifest();
            const QStringList arguments = generator.arguments();
            const QString line = lineOf(arguments);
            const auto cargos = crates.added(manifest, arguments);
            const auto ours = addedHere(manifest, line);
            const QString about = u"seed %1: %2\n%3"_s.arg(seed).arg(line, manifest);
            if (!cargos) {
                ++refused;
                continue; // cargo also knows what is in a crate, and that is not in the words
            }
            QVERIFY2(ours, qPrintable(about + u'\n' + (ours ? QString() : ours.error().message + ours.error().detail)));
            if (meaning(*ours) != meaning(*cargos)) {
                QFAIL(qPrintable(about + u"\nours:\n"_s + *ours + u"\ncargo's:\n"_s + *cargos));
            }
        }
        QVERIFY2(refused < static_cast<int>(rounds) / 2, "cargo refused most of the lines");
    }

    void what_it_refuses_cargo_refuses_too()
    {
        const Crates crates;
        for (unsigned seed = 1'000; seed < 1'060; ++seed) {
            Generator generator(seed);
            const QStringList arguments = generator.arguments();
            if (const auto ours = addedHere(package, lineOf(arguments)); !ours) {
                const auto cargos = crates.added(package, arguments);
                QVERIFY2(!cargos, qPrintable(lineOf(arguments) + u'\n' + ours.error().message));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDependencySpec)
#include "tst_dependency_spec.moc"
