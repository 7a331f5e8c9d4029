// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers: files that were written when pages were remembered by their position are read as they were
// meant, and two windows keep what the other one remembers.
#include "core/base/files.h"
#include "tests/support/places.h"
#include "ui/shell/window_memory.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const std::string project = "/home/ada/hello";

} // namespace

class TestWindowMemory : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QString file() const { return m_home.filePath(u"window.json"_s); }
    void write(QByteArray content) const
    {
        QFile written(file());
        QVERIFY(written.open(QIODevice::WriteOnly | QIODevice::Truncate));
        written.write(content.replace("@PROJECT@", QByteArray::fromStdString(project)));
    }
    [[nodiscard]] Json known() const
    {
        const WindowMemory memory = readMemory(file());
        return memory.projects[project];
    }
    [[nodiscard]] static QByteArray written()
    {
        return readRegularFile(sourcePath("/tests/data/window/by-position.json"), 1 << 20).value().value();
    }

private Q_SLOTS:
    /// The file is one that the program wrote before its panes had ids.
    void a_file_by_position_is_read_by_id()
    {
        write(written());
        const WindowMemory memory = readMemory(file());
        const Json &known = std::as_const(memory.projects)[project];
        QCOMPARE(known["page"].text(), u"versions"_s);
        QCOMPARE(known["target"].text(), u"wasm"_s);
        QCOMPARE(known["panes"]["editor"]["files"].size(), 2);
        QCOMPARE(known["panes"]["editor"]["files"][0]["path"].text(), u"/home/ada/hello/src/lib.rs"_s);
        QCOMPARE(known["panes"]["editor"]["current"].text(), u"/home/ada/hello/Cargo.toml"_s);
        QCOMPARE(known["panes"]["invoke"]["payload"].text(), uR"({"message": "remembered"})"_s);
        QCOMPARE(memory.theme, u"dark"_s);
        QVERIFY(!memory.geometry.isEmpty());
        QVERIFY(!memory.layout.isEmpty());
        QCOMPARE(memory.recent, {QString::fromStdString(project)});
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
        write(R"({"projects": {"@PROJECT@": {"page": )" + QByteArray::number(page) + "}}}");
        QCOMPARE(known()["page"].text(), id);
    }

    void what_is_read_by_position_is_written_by_id()
    {
        write(written());
        const WindowMemory memory = readMemory(file());
        writeMemory(file(), memory);
        QCOMPARE(readMemory(file()), memory);
        const auto content = readRegularFile(file(), 1 << 20).value().value();
        QVERIFY(content.contains(R"("version": 2)"));
        QVERIFY(content.contains(R"("page": "versions")"));
    }

    /// Also of a pane that this program does not have.
    void states_of_panes_stay_as_they_are()
    {
        write(
            R"({"version": 2, "projects": {"@PROJECT@": {"page": "coverage", "panes": {"coverage": {"a": [1, 2.50]}}}}})");
        const WindowMemory memory = readMemory(file());
        writeMemory(file(), memory);
        QCOMPARE(known()["panes"]["coverage"].toUtf8(), R"({"a":[1,2.50]})");
    }

    void other_projects_stay()
    {
        write(R"({"version": 2, "projects": {"/other": {"page": "apps"}}})");
        WindowMemory memory;
        memory.project = QString::fromStdString(project);
        memory.projects[project] = Json{{"page", "problems"}};
        writeMemory(file(), memory);
        const WindowMemory again = readMemory(file());
        QCOMPARE(again.projects["/other"]["page"].text(), u"apps"_s);
        QCOMPARE(again.projects[project]["page"].text(), u"problems"_s);
    }
};

QTEST_GUILESS_MAIN(TestWindowMemory)
#include "tst_window_memory.moc"
