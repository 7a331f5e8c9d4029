// SPDX-License-Identifier: GPL-3.0-or-later
// What a Cargo.toml says besides its dependencies: read, and edited at random in the manifests of published crates and
// in generated ones, where nothing else may change.
#include "core/manifest/setting_edits.h"
#include "core/manifest/toml_text.h"
#include "tests/support/manifest_edits.h"
#include "tests/support/real_manifests.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <sstream>

using namespace studio;
using namespace Qt::StringLiterals;
using Kind = ManifestValue::Kind;

namespace {

using Values = std::map<std::string, std::string>;

void collect(const toml::node &node, const std::string &path, Values &into)
{
    if (const auto *const table = node.as_table()) {
        for (const auto &[key, value] : *table) {
            collect(value, path + '\x1f' + std::string(key.str()), into);
        }
        return;
    }
    std::ostringstream text;
    node.visit([&](const auto &value) { text << value; });
    into[path] = text.str();
}

std::optional<Values> valuesOf(const QString &text)
{
    const auto table = parseToml(text.toUtf8());
    if (!table) {
        return {};
    }
    Values values;
    collect(*table, {}, values);
    return values;
}

std::string pathOf(const QStringList &names)
{
    std::string path;
    for (const QString &name : names) {
        path += '\x1f' + name.toStdString();
    }
    return path;
}

/// One edit, and where in the text it is.
struct Edit
{
    QString name;
    QStringList path;
    std::function<Result<QString>(const QString &)> apply;
};

ManifestValue text(const char *value)
{
    return {.kind = Kind::Text, .text = QString::fromUtf8(value)};
}

Edit setting(const QStringList &path, const ManifestValue &value)
{
    return {.name = path.join(u'.') + u" = "_s + value.text,
            .path = path,
            .apply = [path, value](const QString &before) { return withSetting(before, path, value); }};
}

Edit lint(const char *tool, const char *name, const char *level)
{
    const LintSetting wanted{
        .tool = QString::fromUtf8(tool), .lint = QString::fromUtf8(name), .level = QString::fromUtf8(level)};
    return {.name = u"lint "_s + wanted.lint + u' ' + wanted.level,
            .path = {u"lints"_s, wanted.tool, wanted.lint},
            .apply = [wanted](const QString &before) { return withLint(before, wanted); }};
}

Edit patch(const char *crate, const char *source)
{
    const PatchSetting wanted{
        .registry = u"crates-io"_s, .crate = QString::fromUtf8(crate), .source = QString::fromUtf8(source)};
    return {.name = u"patch "_s + wanted.crate + u' ' + wanted.source,
            .path = {u"patch"_s, wanted.registry, wanted.crate},
            .apply = [wanted](const QString &before) {
                return wanted.source.isEmpty() ? withoutPatch(before, wanted) : withPatch(before, wanted);
            }};
}

QList<Edit> edits()
{
    return {setting({u"package"_s, u"edition"_s}, text("2024")),
            setting({u"package"_s, u"version"_s}, text("1.2.3-beta.1+x")),
            setting({u"package"_s, u"description"_s}, text("with \"quotes\", # and\na line")),
            setting({u"package"_s, u"rust-version"_s}, text("1.93")),
            setting({u"package"_s, u"description"_s}, {}),
            setting({u"package"_s, u"edition"_s}, {}),
            setting({u"profile"_s, u"release"_s, u"lto"_s}, text("fat")),
            setting({u"profile"_s, u"release"_s, u"lto"_s}, {.kind = Kind::Boolean, .text = u"false"_s}),
            setting({u"profile"_s, u"release"_s, u"lto"_s}, {}),
            setting({u"profile"_s, u"dev"_s, u"opt-level"_s}, {.kind = Kind::Number, .text = u"2"_s}),
            setting({u"profile"_s, u"dev"_s, u"codegen-units"_s}, {.kind = Kind::Number, .text = u"16"_s}),
            setting({u"profile"_s, u"dev"_s, u"codegen-units"_s}, {}),
            lint("rust", "unsafe_code", "forbid"),
            lint("clippy", "unwrap_used", "warn"),
            lint("rust", "unused", "deny"),
            lint("rust", "unsafe_code", ""),
            patch("serde", "path ../serde"),
            patch("serde", "git https://example.invalid/serde"),
            patch("serde", "")};
}

/// The words behind each # that begins a comment for a reader of lines: as many before as after, but for those of lines
/// that are gone.
QStringList commentLines(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n')) {
        if (line.trimmed().startsWith(u'#')) {
            lines << line.trimmed();
        }
    }
    return lines;
}

/// Why the edit is wrong; empty where it is not. Refusals are sentences.
QString faultOf(const QString &before, const Edit &edit, QString &after, int &made)
{
    const auto edited = edit.apply(before);
    after = edited.value_or(before);
    if (!edited) {
        return edited.error().code == ErrorCode::Internal ? edited.error().message + edited.error().detail : QString();
    }
    auto was = valuesOf(before);
    auto is = valuesOf(after);
    if (!was || !is) {
        return u"not TOML any more:\n"_s + after;
    }
    const std::string path = pathOf(edit.path);
    const auto isOwn = [&](const auto &one) { return one.first == path || one.first.starts_with(path + '\x1f'); };
    made += std::ranges::count_if(*was, isOwn) != 0 || std::ranges::count_if(*is, isOwn) != 0 ? 1 : 0;
    std::erase_if(*was, isOwn);
    std::erase_if(*is, isOwn);
    if (*was != *is) {
        return u"another value has changed:\n"_s + after;
    }
    if (commentLines(before) != commentLines(after)) {
        return u"a comment is lost:\n"_s + after;
    }
    const auto again = edit.apply(after);
    return again == edited ? QString() : u"the same edit again changes the text:\n"_s + again.value_or(QString());
}

} // namespace

class TestSettingEdits : public QObject
{
    Q_OBJECT

    static void run(const QString &name, QString text, std::mt19937 &random, QStringList &faults, int &made)
    {
        const QList<Edit> all = edits();
        for (int i = 0; i < 4 && faults.size() < 8; ++i) {
            const Edit &edit = all[static_cast<qsizetype>(random() % static_cast<std::size_t>(all.size()))];
            QString after;
            if (const QString fault = faultOf(text, edit, after, made); !fault.isEmpty()) {
                faults << u"%1, %2: %3\n-- before --\n%4"_s.arg(name, edit.name, fault, text);
            }
            text = after;
        }
    }

private Q_SLOTS:
    void what_is_written_is_read()
    {
        const auto settings = readSettings(
            u"[package]\nname = \"a\"\nversion.workspace = true\nkeywords = []\n[profile.release]\nlto = \"thin\"\n"
            "codegen-units = 1\nstrip = true\npackage.b.opt-level = 3\n[lints.clippy]\nunwrap_used = { level = "
            "\"warn\", priority = 1 }\n[lints.rust]\nunsafe_code = \"forbid\"\n[patch.crates-io]\nserde = { git = "
            "\"https://x\", branch = \"main\" }\n"_s);
        QVERIFY(settings);
        QCOMPARE(settings->values[u"package.name"_s], text("a"));
        QCOMPARE(settings->values[u"package.version"_s].kind, Kind::Inherited);
        QCOMPARE(settings->values[u"package.keywords"_s].kind, Kind::Other);
        QCOMPARE(settings->values[u"profile.release.codegen-units"_s],
                 (ManifestValue{.kind = Kind::Number, .text = u"1"_s}));
        QCOMPARE(settings->values[u"profile.release.strip"_s],
                 (ManifestValue{.kind = Kind::Boolean, .text = u"true"_s}));
        QCOMPARE(settings->lints, (QList<LintSetting>{{u"clippy"_s, u"unwrap_used"_s, u"warn"_s},
                                                      {u"rust"_s, u"unsafe_code"_s, u"forbid"_s}}));
        QCOMPARE(settings->patches,
                 (QList<PatchSetting>{{u"crates-io"_s, u"serde"_s, u"git https://x branch main"_s}}));
        QVERIFY(!settings->inheritsLints);
        QVERIFY(readSettings(u"[lints]\nworkspace = true\n"_s)->inheritsLints);
        QVERIFY(!readSettings(u"[lints\n"_s));
    }

    void a_group_of_lints_has_a_lower_priority()
    {
        QCOMPARE(withLint(u"[package]\nname = \"a\"\n"_s, {u"clippy"_s, u"pedantic"_s, u"warn"_s}).value_or(QString()),
                 u"[package]\nname = \"a\"\n\n[lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n"_s);
        QCOMPARE(withLint(u"[lints]\nrust.unused = { level = \"warn\", priority = -1 }\n"_s,
                          {u"rust"_s, u"unused"_s, u"deny"_s})
                     .value_or(QString()),
                 u"[lints]\nrust.unused = { level = \"deny\", priority = -1 }\n"_s);
    }

    void what_cargo_would_refuse_is_refused_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *field, const char *value, const char *sentence) {
            QTest::addRow("%s %s", field, value)
                << QString::fromUtf8(field).split(u'.') << QString::fromUtf8(value) << QString::fromUtf8(sentence);
        };
        row("package.name", "", "is not empty");
        row("package.name", "a b", "letters, digits");
        row("package.version", "1.0", "such as 0.1.0");
        row("package.version", "01.0.0", "such as 0.1.0");
        row("package.rust-version", "1", "such as 1.93");
        row("profile.release.codegen-units", "0", "from 1 on");
        row("package.license", "MIT", "from the workspace");
        row("package.keywords", "MIT", "");
    }
    void what_cargo_would_refuse_is_refused()
    {
        QFETCH(QStringList, path);
        QFETCH(QString, value);
        QFETCH(QString, sentence);
        const QString before = u"[package]\nname = \"a\"\nlicense.workspace = true\nkeywords.a = 1\n"_s;
        const auto edited = withSetting(before, path, {.kind = Kind::Text, .text = value});
        QVERIFY(!edited);
        QCOMPARE(edited.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(edited.error().message.contains(sentence), qPrintable(edited.error().message));
    }

    void edits_of_real_manifests_change_nothing_else()
    {
        const auto manifests = realManifests();
        QVERIFY(manifests);
        QStringList faults;
        int made = 0;
        std::mt19937 random(3);
        for (const RealManifest &one : *manifests) {
            run(one.crate, QString::fromUtf8(one.text), random, faults, made);
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QVERIFY(made > 1'000);
    }

    void edits_of_generated_manifests_change_nothing_else()
    {
        QStringList faults;
        int made = 0;
        for (std::uint32_t seed = 0; seed < 600; ++seed) {
            std::mt19937 random(seed);
            run(u"seed %1"_s.arg(seed), generatedManifest(random), random, faults, made);
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
        QVERIFY(made > 1'000);
    }

    /// All that the form writes at once.
    void cargo_takes_what_is_written()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"src"_s) && QDir(folder.path()).mkpath(u"serde/src"_s));
        const auto write = [&](const QString &path, const QString &content) {
            QFile file(folder.filePath(path));
            return file.open(QIODevice::WriteOnly) && file.write(content.toUtf8()) >= 0;
        };
        QVERIFY(write(u"src/lib.rs"_s, {}) && write(u"serde/src/lib.rs"_s, {}));
        QVERIFY(write(u"serde/Cargo.toml"_s, u"[package]\nname = \"serde\"\nversion = \"1.0.300\"\n"_s));
        QString manifest = u"[package]\nname = \"a\"\nversion = \"0.1.0\"\n[dependencies]\nserde = \"1\"\n"_s;
        for (const Edit &edit : edits()) {
            if (!edit.name.contains(u"git")) {
                const auto edited = edit.apply(manifest);
                QVERIFY2(edited, qPrintable(edit.name));
                manifest = *edited;
            }
        }
        manifest = withPatch(manifest, {u"crates-io"_s, u"serde"_s, u"path serde"_s}).value_or(QString());
        QVERIFY(write(u"Cargo.toml"_s, manifest));
        QProcess cargo;
        cargo.setWorkingDirectory(folder.path());
        cargo.start(u"cargo"_s, {u"check"_s, u"--offline"_s, u"--quiet"_s});
        QVERIFY(cargo.waitForFinished(120'000));
        QVERIFY2(cargo.exitCode() == 0, (cargo.readAllStandardError() + manifest.toUtf8()).constData());
    }
};

QTEST_GUILESS_MAIN(TestSettingEdits)
#include "tst_setting_edits.moc"
