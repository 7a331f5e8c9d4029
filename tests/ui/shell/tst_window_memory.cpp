// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers: files that were written when pages were remembered by their position are read as they were
// meant, damage in one project loses no other, and two windows keep what the other one remembers.
#include "core/base/files.h"
#include "core/base/notices.h"
#include "tests/support/places.h"
#include "ui/shell/window_memory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString project = u"/home/ada/hello"_s;

} // namespace

class TestWindowMemory : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QStringList m_said;

    [[nodiscard]] QString file() const { return windowMemoryFile(m_home->path()); }
    [[nodiscard]] QString olderFile() const { return m_home->filePath(u"window.json"_s); }
    static void write(const QString &path, QByteArray content)
    {
        QFile written(path);
        QVERIFY(written.open(QIODevice::WriteOnly | QIODevice::Truncate));
        written.write(content.replace("@PROJECT@", project.toUtf8()));
    }
    [[nodiscard]] static QByteArray contentOf(const QString &path)
    {
        return readRegularFile(path, 1 << 20).value().value();
    }
    [[nodiscard]] Json known(const QString &folder = project) const { return readMemory(file()).state(folder); }
    [[nodiscard]] qsizetype setAside() const
    {
        return QDir(m_home->path()).entryList({u"*.damaged-*"_s}, QDir::Files).size();
    }
    [[nodiscard]] static QByteArray writtenByPosition()
    {
        return contentOf(sourcePath("/tests/data/window/by-position.json"));
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_said.clear();
        setNoticeReporter([this](const QString &sentence, NoticeKind) { m_said << sentence; });
    }
    void cleanup() { setNoticeReporter({}); }

    /// The file is one that the program wrote before its panes had ids.
    void a_file_by_position_is_read_by_id()
    {
        write(olderFile(), writtenByPosition());
        const WindowMemory memory = readMemory(file());
        const Json &known = memory.state(project);
        QCOMPARE(known["page"].text(), u"versions"_s);
        QCOMPARE(known["target"].text(), u"wasm"_s);
        QCOMPARE(known["panes"]["editor"]["files"].size(), 2);
        QCOMPARE(known["panes"]["editor"]["files"][0]["path"].text(), u"/home/ada/hello/src/lib.rs"_s);
        QCOMPARE(known["panes"]["editor"]["current"].text(), u"/home/ada/hello/Cargo.toml"_s);
        QCOMPARE(known["panes"]["invoke"]["payload"].text(), uR"({"message": "remembered"})"_s);
        QCOMPARE(memory.theme, u"dark"_s);
        QVERIFY(!memory.geometry.isEmpty());
        QVERIFY(!memory.layout.isEmpty());
        QCOMPARE(memory.recent, {project});
    }

    void the_syntax_theme_is_kept()
    {
        WindowMemory memory;
        memory.syntaxTheme = u"Dracula"_s;
        writeMemory(file(), memory);
        QCOMPARE(readMemory(file()).syntaxTheme, u"Dracula"_s);
        write(file(), R"({"version": 2, "theme": "dark"})"); // by a program that did not know it
        QCOMPARE(readMemory(file()).syntaxTheme, QString());
        QCOMPARE(readMemory(file()).theme, u"dark"_s);
    }

    void each_position_has_an_id_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("id");
        QTest::newRow("console") << 0 << u"console"_s;
        QTest::newRow("problems") << 1 << u"problems"_s;
        QTest::newRow("executions") << 2 << u"executions"_s;
        QTest::newRow("versions") << 3 << u"versions"_s;
        QTest::newRow("apps") << 4 << u"apps"_s;
        QTest::newRow("none that there was") << 5 << QString();
    }
    void each_position_has_an_id()
    {
        QFETCH(const int, page);
        QFETCH(const QString, id);
        write(olderFile(), R"({"projects": {"@PROJECT@": {"page": )" + QByteArray::number(page) + "}}}");
        QCOMPARE(known()["page"].text(), id);
    }

    /// An older program that is started again must find what it wrote: it refuses what it cannot read.
    void an_older_file_stays_and_is_read_once()
    {
        write(olderFile(), writtenByPosition());
        const QByteArray older = contentOf(olderFile());
        const WindowMemory memory = readMemory(file());
        writeMemory(file(), memory);
        QCOMPARE(contentOf(olderFile()), older);
        QCOMPARE(readMemory(file()), memory);
        const QByteArray content = contentOf(file());
        QVERIFY(content.contains(R"("version": 2)"));
        QVERIFY(content.contains(R"("page": "versions")"));
        write(olderFile(), R"({"theme": "light"})");
        QCOMPARE(readMemory(file()), memory);
        QCOMPARE(m_said, QStringList());
    }

    void a_newer_file_is_left()
    {
        const QByteArray newer = R"({"version": 3, "theme": 7, "projects": {"@PROJECT@": {"page": ["apps"]}}})";
        write(file(), newer);
        const QByteArray written = contentOf(file());
        WindowMemory memory = readMemory(file());
        QCOMPARE(memory, WindowMemory());
        QCOMPARE(m_said.size(), 1);
        memory.setState(project, Json{{"page", "problems"}});
        writeMemory(file(), memory);
        QCOMPARE(contentOf(file()), written);
        QCOMPARE(setAside(), 0);
        QCOMPARE(m_said.size(), 1);
    }

    /// Also of a pane that this program does not have.
    void states_of_panes_stay_as_they_are()
    {
        write(
            file(),
            R"({"version": 2, "projects": {"@PROJECT@": {"page": "coverage", "panes": {"coverage": {"a": [1, 2.50]}}}}})");
        writeMemory(file(), readMemory(file()));
        QCOMPARE(known()["panes"]["coverage"].toUtf8(), R"({"a":[1,2.50]})");
    }

    void other_projects_stay()
    {
        write(file(), R"({"version": 2, "projects": {"/other": {"page": "apps"}}})");
        WindowMemory memory;
        memory.project = project;
        memory.setState(project, Json{{"page", "problems"}});
        writeMemory(file(), memory);
        QCOMPARE(known(u"/other"_s)["page"].text(), u"apps"_s);
        QCOMPARE(known()["page"].text(), u"problems"_s);
    }

    void damage_loses_only_what_is_damaged_data()
    {
        QTest::addColumn<QByteArray>("damaged");
        QTest::newRow("project") << QByteArray(R"("projects": {"/damaged": 5, "@PROJECT@": {"page": "apps"}})");
        QTest::newRow("page") << QByteArray(R"("projects": {"/damaged": {"page": 5}, "@PROJECT@": {"page": "apps"}})");
        QTest::newRow("panes") << QByteArray(
            R"("projects": {"@PROJECT@": {"page": "apps"}, "/damaged": {"panes": [1]}})");
        QTest::newRow("geometry") << QByteArray(
            R"("geometry": "?", "layout": 1, "projects": {"@PROJECT@": {"page": "apps"}})");
        QTest::newRow("recent") << QByteArray(R"("recent": [1], "projects": {"@PROJECT@": {"page": "apps"}})");
    }
    void damage_loses_only_what_is_damaged()
    {
        QFETCH(const QByteArray, damaged);
        write(file(), R"({"version": 2, "theme": "dark", )" + damaged + "}");
        const WindowMemory memory = readMemory(file());
        QCOMPARE(memory.theme, u"dark"_s);
        QCOMPARE(memory.state(project)["page"].text(), u"apps"_s);
        QVERIFY(memory.state(u"/damaged"_s).isNull());
        QCOMPARE(setAside(), 1);
        QCOMPARE(m_said.size(), 1);
        QCOMPARE(readMemory(file()), memory); // what is not damaged stands in the file also without a write
        QCOMPARE(setAside(), 1);
        QCOMPARE(m_said.size(), 1);
    }

    void damage_in_an_older_file_loses_only_what_is_damaged()
    {
        write(olderFile(), R"({"projects": {"/damaged": {"page": "x"}, "@PROJECT@": {"page": 4}}})");
        const QByteArray older = contentOf(olderFile());
        QCOMPARE(known()["page"].text(), u"apps"_s);
        QCOMPARE(contentOf(olderFile()), older);
        QCOMPARE(setAside(), 0);
    }

    void a_file_that_is_damaged_while_a_window_is_open_loses_no_project()
    {
        write(file(), R"({"version": 2, "projects": {"/other": {"page": "apps"}, "@PROJECT@": {"page": "apps"}}})");
        WindowMemory memory = readMemory(file());
        memory.project = project;
        memory.setState(project, Json{{"page", "problems"}});
        write(file(), R"({"version": 2, "projects": )");
        writeMemory(file(), memory);
        QCOMPARE(known(u"/other"_s)["page"].text(), u"apps"_s);
        QCOMPARE(known()["page"].text(), u"problems"_s);
        QCOMPARE(setAside(), 1);
    }

    /// The state of a project holds the payload of its request, which may have megabytes.
    void a_copy_for_the_thread_that_writes_shares_the_states()
    {
        WindowMemory memory;
        memory.setState(u"/other"_s, Json{{"page", "apps"}});
        const WindowMemory copy = memory;
        memory.setState(project, Json{{"page", "apps"}});
        QCOMPARE(&copy.state(u"/other"_s), &memory.state(u"/other"_s));
        QVERIFY(copy.state(project).isNull());
    }
};

QTEST_GUILESS_MAIN(TestWindowMemory)
#include "tst_window_memory.moc"
