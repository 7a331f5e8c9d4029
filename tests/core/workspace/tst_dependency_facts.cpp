// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of dependencies on this machine, in a home of Cargo that is written here.
#include "core/compiler/compiler.h"
#include "core/workspace/dependency_facts.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QByteArray &text)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray version(const QByteArray &number, const QByteArray &more)
{
    return number + QByteArray("\0", 1) + "{\"vers\":\"" + number + "\"," + more + "}" + QByteArray("\0", 1);
}

Dependency dependency(const QString &package, const QString &requirement, const QString &source = {})
{
    Dependency one;
    one.key = one.package = package;
    one.requirement = requirement;
    one.source = source;
    return one;
}

} // namespace

class TestDependencyFacts : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QTemporaryDir m_project;

    void index(const QString &below, const QByteArray &versions) const
    {
        write(m_home.filePath(u"registry/index/index.crates.io-1/.cache/"_s + below),
              QByteArray("\x03\x02\0\0\0etag: x\0", 13) + versions);
    }

private Q_SLOTS:
    void initTestCase()
    {
        index(u"ba/se/base"_s,
              version("1.0.0", R"("features":{})") + version("1.1.0", R"("yanked":true,"features":{})") +
                  version("1.2.0", R"("features":{"default":["std"],"std":["alloc"],"alloc":[],"x":[]})") +
                  version("2.0.0", R"("rust_version":"1.99","features":{})"));
        index(u"us/er/user"_s,
              version("0.3.0", R"("deps":[{"name":"base","features":["x"],"default_features":false}],"features":{})"));
        write(m_home.filePath(u"registry/src/index.crates.io-1/base-1.2.0/Cargo.toml"_s),
              "[package]\nname = \"base\"\ndescription = \"What it is.\"\nlicense = \"MIT\"\n"
              "repository = \"https://example.org/base\"\n");
        write(m_project.filePath(u"Cargo.lock"_s),
              "version = 4\n[[package]]\nname = \"base\"\nversion = \"1.1.0\"\nsource = \"registry+x\"\n"
              "[[package]]\nname = \"user\"\nversion = \"0.3.0\"\nsource = \"registry+x\"\ndependencies = "
              "[\"base\"]\n");
    }

    void locked_and_newest_versions_of_each()
    {
        DependencyFacts facts(m_home.path());
        QSignalSpy changed(&facts, &DependencyFacts::changed);
        const Dependency base = dependency(u"base"_s, u"1"_s);
        const Dependency unknown = dependency(u"unknown"_s, u"1"_s);
        const Dependency path = dependency(u"base"_s, {}, u"path ../base"_s);
        Manifest manifest;
        manifest.dependencies = {base, unknown, path};
        facts.load(m_project.path(), manifest);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(facts.fact(base), (DependencyFact{.locked = u"1.1.0"_s,
                                                   .newest = u"2.0.0"_s,
                                                   .newestCompatible = u"1.2.0"_s,
                                                   .oldestFitting = u"1.0.0"_s,
                                                   .newestFitting = u"1.2.0"_s,
                                                   .isLockedYanked = true,
                                                   .isOutdated = true,
                                                   .isIndexed = true}));
        QCOMPARE(facts.fact(unknown), DependencyFact{});
        QCOMPARE(facts.fact(path), DependencyFact{.locked = u"1.1.0"_s});
    }

    void advisories_are_about_the_locked_version()
    {
        const QString file = m_home.filePath(u"advisory-db/crates/base/RUSTSEC-2024-0001.md"_s);
        write(file, "```toml\n[advisory]\nid = \"RUSTSEC-2024-0001\"\npackage = \"base\"\ndate = \"2024-01-01\"\n"
                    "[versions]\npatched = [\">= 1.2.0\"]\n```\n# It breaks\n");
        DependencyFacts facts(m_home.path());
        Manifest manifest;
        manifest.dependencies = {dependency(u"base"_s, u"1"_s)};
        facts.load(m_project.path(), manifest);
        QTRY_COMPARE(facts.fact(manifest.dependencies.front()).advisories.size(), 1);
        QCOMPARE(facts.fact(manifest.dependencies.front()).advisories.front().title, u"It breaks"_s);
        const auto details = QCoro::waitFor(facts.details(manifest.dependencies.front()));
        QVERIFY(details && details->advisoriesDate);
        QVERIFY(QDir(m_home.filePath(u"advisory-db"_s)).removeRecursively());
    }

    void without_a_lockfile_the_one_of_compiles_counts()
    {
        const QTemporaryDir project;
        Paths paths;
        paths.cache = project.filePath(u"cache"_s);
        const Compiler compiler(paths);
        const QString kept =
            paths.cache + u"/projects/"_s +
            QString::fromLatin1(
                QCryptographicHash::hash(project.path().toUtf8(), QCryptographicHash::Sha256).toHex().first(16)) +
            u"/Cargo.lock"_s;
        write(kept, "[[package]]\nname = \"base\"\nversion = \"1.0.0\"\nsource = \"registry+x\"\n");
        DependencyFacts facts(m_home.path());
        facts.setCompiler(&compiler);
        Manifest manifest;
        manifest.dependencies = {dependency(u"base"_s, u"1"_s)};
        facts.load(project.path(), manifest);
        QTRY_COMPARE(facts.fact(manifest.dependencies.front()).locked, u"1.0.0"_s);
        write(project.filePath(u"Cargo.lock"_s),
              "[[package]]\nname = \"base\"\nversion = \"1.2.0\"\nsource = \"registry+x\"\n");
        facts.load(project.path(), manifest);
        QTRY_COMPARE(facts.fact(manifest.dependencies.front()).locked, u"1.2.0"_s);
    }

    void details_of_the_version_that_would_be_taken()
    {
        DependencyFacts facts(m_home.path());
        const QTemporaryDir withoutLock;
        facts.load(withoutLock.path(), {});
        const auto details = QCoro::waitFor(facts.details(dependency(u"base"_s, u"1"_s)));
        QVERIFY(details.has_value());
        QCOMPARE(details->version, u"1.2.0"_s);
        QCOMPARE(details->versions, QStringList({u"2.0.0"_s, u"1.2.0"_s, u"1.0.0"_s}));
        QCOMPARE(details->description, u"What it is."_s);
        QCOMPARE(details->license, u"MIT"_s);
        QCOMPARE(details->features.size(), 4);
        QCOMPARE(details->features[2], (CrateFeature{.name = u"std"_s, .turnsOn = {u"alloc"_s}, .requiredBy = {}}));
    }

    void features_that_a_locked_crate_asks_for()
    {
        write(m_project.filePath(u"Cargo.lock"_s),
              QByteArray("[[package]]\nname = \"base\"\nversion = \"1.2.0\"\nsource = \"registry+x\"\n"
                         "[[package]]\nname = \"user\"\nversion = \"0.3.0\"\nsource = \"registry+x\"\ndependencies = "
                         "[\"base\"]\n"));
        DependencyFacts facts(m_home.path());
        facts.load(m_project.path(), {});
        const auto details = QCoro::waitFor(facts.details(dependency(u"base"_s, u"1"_s)));
        QVERIFY(details.has_value());
        QCOMPARE(details->features.last(), (CrateFeature{.name = u"x"_s, .turnsOn = {}, .requiredBy = {u"user"_s}}));
        QVERIFY(details->features.first().requiredBy.isEmpty());
    }

    void reasons_follow_what_features_turn_on()
    {
        const QList<CrateFeature> features{{.name = u"a"_s, .turnsOn = {u"b"_s, u"dep:x"_s, u"c?/y"_s}},
                                           {.name = u"b"_s, .turnsOn = {u"c/z"_s, u"a"_s}},
                                           {.name = u"c"_s},
                                           {.name = u"default"_s, .turnsOn = {u"d"_s}},
                                           {.name = u"d"_s},
                                           {.name = u"x"_s}};
        const auto reasons = featureReasons(features, {u"a"_s, u"none"_s}, true);
        QCOMPARE(reasons, (QHash<QString, QStringList>{{u"a"_s, {u"chosen"_s, u"b"_s}},
                                                       {u"b"_s, {u"a"_s}},
                                                       {u"c"_s, {u"b"_s}},
                                                       {u"default"_s, {u"default"_s}},
                                                       {u"d"_s, {u"default"_s}}}));
        QVERIFY(featureReasons(features, {}, false).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDependencyFacts)
#include "tst_dependency_facts.moc"
