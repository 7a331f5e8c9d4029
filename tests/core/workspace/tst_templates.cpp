// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/manifest/manifest.h"
#include "core/project/project.h"
#include "core/workspace/templates.h"
#include "tests/support/places.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace studio;

class TestTemplates : public QObject
{
    Q_OBJECT

    const QList<Template> m_templates = readTemplates(sourcePath("/resources"));

private Q_SLOTS:
    void each_has_a_handler_and_says_what_it_shows()
    {
        QStringList first;
        for (const Template &one : m_templates.first(5)) {
            first << one.name;
        }
        QCOMPARE(first, QStringList({QStringLiteral("json-api"), QStringLiteral("page"), QStringLiteral("event-stream"),
                                     QStringLiteral("background-state"), QStringLiteral("rust-hello")}));
        for (const Template &one : m_templates) {
            QVERIFY2(!one.description.isEmpty(), qPrintable(one.name));
            const auto project = readProject(one.folder);
            QVERIFY2(project.has_value(), qPrintable(one.name));
            QVERIFY2(!project->handlerFile.isEmpty(), qPrintable(one.name));
        }
    }

    void what_to_try_it_with_is_found()
    {
        const auto found = std::ranges::find(m_templates, QStringLiteral("typed-body"), &Template::name);
        QVERIFY(found != m_templates.end());
        const auto json = parseJson(examplePayload(found->source));
        QVERIFY(json);
        QCOMPARE((*json)["customer"].utf8(), std::string("Ada"));
        QVERIFY(examplePayload("//! Nothing to try.\nfn handler() {}\n").isEmpty());
        QVERIFY(examplePayload("//! Try it with `{no JSON}`.\n").isEmpty());
    }

    void a_project_is_the_template_under_its_own_name()
    {
        const QTemporaryDir home;
        const auto folder =
            createProject(m_templates.first(), home.filePath(QStringLiteral("new place")), QStringLiteral("my-app"));
        QVERIFY2(folder.has_value(), folder ? "" : qPrintable(folder.error().message));
        QCOMPARE(*folder, home.filePath(QStringLiteral("new place/my-app")));
        const auto project = readProject(*folder);
        QVERIFY(project.has_value());
        QCOMPARE(project->name, QStringLiteral("my-app"));
        QCOMPARE(QDir(home.filePath(QStringLiteral("new place")))
                     .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("my-app")});
        QFile source(*folder + m_templates.first().handlerFile.sliced(m_templates.first().folder.size()));
        QVERIFY(source.open(QIODevice::ReadWrite)); // the copy can be edited, whatever the mode of the original
    }

    void what_is_made_is_its_authors()
    {
        const QTemporaryDir home;
        for (const Template &one : m_templates) {
            const auto folder = createProject(one, home.path(), one.name);
            QVERIFY2(folder.has_value(), folder ? "" : qPrintable(folder.error().message));
            QFile source(*folder + one.handlerFile.sliced(one.folder.size()));
            QVERIFY(source.open(QIODevice::ReadOnly));
            const QByteArray text = source.readAll();
            QVERIFY2(text.contains("#[ignite::main]") && !text.contains("SPDX"), qPrintable(one.name));
            QCOMPARE(text, one.source);
        }
    }

    void nothing_is_written_over()
    {
        const QTemporaryDir home;
        QVERIFY(createProject(m_templates.first(), home.path(), QStringLiteral("one")).has_value());
        const auto again = createProject(m_templates.first(), home.path(), QStringLiteral("one"));
        QVERIFY(!again.has_value());
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    }

    void names_that_cargo_refuses_are_refused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"", "1a", "a b", "a/b", "..", "ä", "a.b", "a\n"}) {
            QTest::newRow(name) << QString::fromUtf8(name);
        }
        QTest::newRow("long") << QString(64, QLatin1Char('a'));
    }
    void names_that_cargo_refuses_are_refused()
    {
        QFETCH(QString, name);
        QVERIFY(!checkProjectName(name).has_value());
        QVERIFY(!createProject(m_templates.first(), QDir::tempPath(), name).has_value());
    }

    void a_package_is_renamed_and_nothing_else()
    {
        const QString before = QStringLiteral("# mine\n[package]\nname = 'a' # here\nversion = \"1.0.0\"\n");
        const auto after = withPackageName(before, QStringLiteral("b"));
        QVERIFY(after.has_value());
        QCOMPARE(*after, QStringLiteral("# mine\n[package]\nname = \"b\" # here\nversion = \"1.0.0\"\n"));
        QVERIFY(!withPackageName(QStringLiteral("[dependencies]\n"), QStringLiteral("b")).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTemplates)
#include "tst_templates.moc"
