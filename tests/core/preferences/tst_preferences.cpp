// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preferences/preferences.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace studio;

namespace {

const auto fontSize = QStringLiteral("editor.fontSize");
const auto formatOnSave = QStringLiteral("editor.formatOnSave");
const auto check = QStringLiteral("rust.check");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void setContent(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class TestPreferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void each_has_a_usual_value_that_it_accepts()
    {
        QSet<QString> ids;
        for (const Preference &one : allPreferences()) {
            QVERIFY2(one.accepts(one.usual), qPrintable(one.id));
            QVERIFY2(!one.accepts({}) && !one.accepts(Json::array()), qPrintable(one.id));
            QVERIFY2(one.id.count(u'.') == 1, qPrintable(one.id));
            ids.insert(one.id);
        }
        QCOMPARE(ids.size(), allPreferences().size());
        QVERIFY(!findPreference(QStringLiteral("editor.none")));
    }

    void what_is_set_holds_at_once_and_after_a_start()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("new/settings.json"));
        {
            Preferences preferences(file);
            QSignalSpy changed(&preferences, &Preferences::changed);
            QCOMPARE(preferences.number(fontSize), 0);
            QVERIFY(preferences.set(fontSize, 14).has_value());
            QVERIFY(preferences.set(check, "clippy").has_value());
            QCOMPARE(preferences.number(fontSize), 14);
            QCOMPARE(changed.size(), 2);
            QCOMPARE(changed[0][0].toString(), fontSize);
            QVERIFY(preferences.set(fontSize, 14).has_value());
            QCOMPARE(changed.size(), 2); // it was so already
        }
        QCOMPARE(contentOf(file), QByteArray("{\n  \"editor.fontSize\": 14,\n  \"rust.check\": \"clippy\"\n}\n"));
        Preferences again(file);
        QCOMPARE(again.number(fontSize), 14);
        QCOMPARE(again.text(check), QStringLiteral("clippy"));
        QVERIFY(again.set(fontSize, {}).has_value());
        QCOMPARE(again.number(fontSize), 0);
        again.waitForWritten();
        QCOMPARE(contentOf(file), QByteArray("{\n  \"rust.check\": \"clippy\"\n}\n"));
    }

    void values_that_make_no_sense_are_refused_with_a_sentence()
    {
        const QTemporaryDir folder;
        Preferences preferences(folder.filePath(QStringLiteral("settings.json")));
        const auto refused = preferences.set(fontSize, 400);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(refused.error().message, QStringLiteral("“editor.fontSize” must be a number from 0 to 48."));
        QVERIFY(!preferences.set(check, "lint"));
        QVERIFY(!preferences.set(formatOnSave, "yes"));
        QVERIFY(!preferences.set(QStringLiteral("editor.none"), true));
        QVERIFY(!preferences.set(formatOnSave, true, Preferences::Scope::Project)); // none is open
    }

    void a_project_counts_before_the_person_and_sets_only_what_it_may()
    {
        const QTemporaryDir folder;
        Preferences preferences(folder.filePath(QStringLiteral("settings.json")));
        const QString project = folder.filePath(QStringLiteral("project"));
        QVERIFY(QDir().mkpath(project + QStringLiteral("/.ignite")));
        setContent(project + QStringLiteral("/.ignite/settings.json"),
                   R"({"rust.check": "clippy", "editor.fontSize": 40, "keys": {"editor.save": "F1"}})");
        QVERIFY(preferences.set(check, "off").has_value());
        QSignalSpy changed(&preferences, &Preferences::changed);
        preferences.setProject(project);
        QTRY_COMPARE(preferences.text(check), QStringLiteral("clippy"));
        QCOMPARE(preferences.number(fontSize), 0);
        QVERIFY(preferences.keys().isEmpty());
        QVERIFY(preferences.problem(Preferences::Scope::Project)
                    .contains(QStringLiteral("“editor.fontSize” cannot be set")));
        QCOMPARE(preferences.valueIn(Preferences::Scope::Person, check).text(), QStringLiteral("off"));
        QVERIFY(preferences.set(formatOnSave, true, Preferences::Scope::Project).has_value());
        preferences.waitForWritten();
        QVERIFY(contentOf(project + QStringLiteral("/.ignite/settings.json")).contains("formatOnSave"));
        QVERIFY(contentOf(project + QStringLiteral("/.ignite/settings.json")).contains("fontSize")); // is the project's
        preferences.setProject({});
        QCOMPARE(preferences.text(check), QStringLiteral("off"));
        QVERIFY(!preferences.isOn(formatOnSave));
    }

    void what_another_program_writes_holds_at_once()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.json"));
        Preferences preferences(file);
        setContent(file, R"({"editor.fontSize": 20})"); // it was not there
        QTRY_COMPARE(preferences.number(fontSize), 20);
        setContent(file, R"({"editor.fontSize": 21})");
        QTRY_COMPARE(preferences.number(fontSize), 21);
        QVERIFY(QFile::remove(file)); // as editors do that replace files
        setContent(file, R"({"editor.fontSize": 22, "keys": {"editor.save": "Ctrl+Alt+S"}})");
        QTRY_COMPARE(preferences.number(fontSize), 22);
        QTRY_COMPARE(preferences.keys().value(QStringLiteral("editor.save")), QStringLiteral("Ctrl+Alt+S"));
        QVERIFY(QFile::remove(file));
        QTRY_COMPARE(preferences.number(fontSize), 0);
    }

    void two_windows_lose_nothing_of_each_other()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.json"));
        Preferences one(file);
        Preferences two(file);
        QVERIFY(one.set(fontSize, 12).has_value());
        QVERIFY(two.set(formatOnSave, true).has_value());
        QVERIFY(one.setKey(QStringLiteral("editor.save"), QStringLiteral("F2")).has_value());
        one.waitForWritten();
        two.waitForWritten();
        for (Preferences *const each : {&one, &two}) {
            QTRY_COMPARE(each->number(fontSize), 12);
            QTRY_VERIFY(each->isOn(formatOnSave));
            QTRY_COMPARE(each->keys().value(QStringLiteral("editor.save")), QStringLiteral("F2"));
        }
    }

    void a_damaged_file_is_not_overwritten_and_what_held_stays_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("cut") << QByteArray(R"({"editor.fontSize": 1)");
        QTest::newRow("array") << QByteArray("[1]");
        QTest::newRow("binary") << QByteArray("\0\1\2\xff", 4);
        QTest::newRow("deep") << QByteArray(100'000, '[');
        QTest::newRow("large") << QByteArray(2 << 20, ' ');
    }
    void a_damaged_file_is_not_overwritten_and_what_held_stays()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.json"));
        setContent(file, R"({"editor.fontSize": 13})");
        Preferences preferences(file);
        QSignalSpy problems(&preferences, &Preferences::problemsChanged);
        setContent(file, content);
        QTRY_VERIFY(!preferences.problem(Preferences::Scope::Person).isEmpty());
        QCOMPARE(preferences.number(fontSize), 13);
        QVERIFY(!preferences.set(fontSize, 15).has_value());
        QVERIFY(!preferences.setKey(QStringLiteral("editor.save"), QStringLiteral("F3")).has_value());
        preferences.waitForWritten();
        QCOMPARE(contentOf(file), content);
        setContent(file, R"({"editor.fontSize": 16})");
        QTRY_COMPARE(preferences.number(fontSize), 16);
        QVERIFY(preferences.problem(Preferences::Scope::Person).isEmpty());
    }

    void what_is_said_of_a_file_is_bounded()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.json"));
        setContent(file, '{' + QByteArray(R"("editor.fontSize": 900, )").repeated(5'000) + R"("of.later": 1})");
        for (const bool isProject : {false, true}) {
            const auto read = readPreferences(file, isProject);
            QVERIFY(read.has_value());
            QCOMPARE(read->problems.size(), 20);
        }
    }

    void nothing_at_its_place_can_stop_the_start()
    {
        const QTemporaryDir folder;
        const QString pipe = folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        for (const QString &path : {pipe, folder.path(), QStringLiteral("/dev/zero")}) {
            Preferences preferences(path);
            QVERIFY2(!preferences.problem(Preferences::Scope::Person).isEmpty(), qPrintable(path));
            QCOMPARE(preferences.number(fontSize), 0);
        }
    }

    /// Whatever stands in the file, each preference has a value that it accepts, and what is unknown is kept.
    void any_member_leaves_sound_values()
    {
        QRandomGenerator random(20261129);
        const QList<Json> values{Json(),
                                 true,
                                 -1,
                                 12,
                                 99'999,
                                 1.5,
                                 "",
                                 "clippy",
                                 "dark",
                                 "x\ny",
                                 Json::array({1}),
                                 Json::object(),
                                 QString(500, u'a')};
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("settings.json"));
        for (int round = 0; round < 200; ++round) {
            Json json{{"of.later", round}};
            for (const Preference &one : allPreferences()) {
                if (random.bounded(3) > 0) {
                    json[toUtf8(one.id)] = values[random.bounded(values.size())];
                }
            }
            setContent(file, json.toUtf8());
            for (const bool isProject : {false, true}) {
                const auto read = readPreferences(file, isProject);
                QVERIFY(read.has_value());
                for (const auto &[id, value] : read->values.asKeyValueRange()) {
                    QVERIFY2(findPreference(id)->accepts(value), json.toUtf8());
                    QVERIFY2(!isProject || findPreference(id)->isForProjects, qPrintable(id));
                }
            }
            QVERIFY(editPreferences(file, folder.filePath(QStringLiteral("lock")), {.id = fontSize, .value = 9})
                        .has_value());
            const auto after = parseJson(contentOf(file));
            QCOMPARE(after->find("of.later")->number(), round);
            QCOMPARE(after->size(), json.size() + (json.contains("editor.fontSize") ? 0 : 1));
        }
    }
};

QTEST_GUILESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
