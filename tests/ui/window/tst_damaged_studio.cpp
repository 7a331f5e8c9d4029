// SPDX-License-Identifier: GPL-3.0-or-later
// The real program with damaged files of its own: it opens, sets them aside, and closes as ever.
#include "core/project/project.h"
#include "tests/core/private_files/damage.h"
#include "tests/support/places.h"
#include "tests/support/signals.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int timeout = 120'000; ///< a hang, under any load

} // namespace

class TestDamagedStudio : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QString config() const { return m_home.filePath(QStringLiteral("config/ignite-studio")); }
    [[nodiscard]] QString project() const { return m_home.filePath(QStringLiteral("hello")); }

    /// Opens the window and closes it once its gateway is there, which is a second after it is shown.
    void openAndClose()
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        QProcess studio;
        studio.setProcessEnvironment(environment);
        studio.start(QStringLiteral(STUDIO_BIN "/ignite-studio"), {project()});
        QVERIFY(studio.waitForStarted());
        const QString notice = m_home.filePath(QStringLiteral("data/ignite-studio/gateway.json"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(notice) || studio.state() == QProcess::NotRunning, timeout);
        QCOMPARE(studio.state(), QProcess::Running);
        QVERIFY(sendSignal(studio, SIGTERM));
        QVERIFY(studio.waitForFinished(timeout));
        QCOMPARE(studio.exitStatus(), QProcess::NormalExit);
        QCOMPARE(studio.exitCode(), 0);
    }

    [[nodiscard]] QByteArray windowJson(const Json &changed) const
    {
        return Json{{"version", 2}, {"projects", {{toUtf8(project()), changed}}}}.toUtf8();
    }
    void startAnew() const
    {
        QDir(config()).removeRecursively();
        QVERIFY(QDir().mkpath(config()));
    }
    [[nodiscard]] QStringList setAside(const QString &name) const
    {
        return QDir(config()).entryList({name + QStringLiteral(".damaged-*")},
                                        QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    }
    void checkWritten() const
    {
        QFile written(config() + QStringLiteral("/window-2.json"));
        QVERIFY(QFileInfo(written).isFile() && !QFileInfo(written).isSymLink());
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(parseJson(written.readAll()).has_value());
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project()).has_value()); }

    void it_opens_and_closes_data()
    {
        QTest::addColumn<QByteArray>("window");
        QTest::addColumn<QString>("other"); ///< a common damage, of the token, the remotes and the window's file
        const auto row = [this](const char *name, const Json &projectJson) {
            QTest::newRow(name) << windowJson(projectJson) << QString();
        };
        row("page and target", {{"page", Json::array()}, {"target", 5}});
        row("panes", {{"panes", Json::array({1})}});
        row("project", Json::array({1}));
        QTest::newRow("theme") << QByteArray(R"({"version": 2, "theme": 5})") << QString();
        QTest::newRow("projects") << QByteArray(R"({"version": 2, "projects":[1]})") << QString();
        for (const char *name : {"deep", "binary", "pipe", "folder", "device", "loop", "huge"}) {
            QTest::newRow(name) << QByteArray() << QString::fromLatin1(name);
        }
    }
    void it_opens_and_closes()
    {
        QFETCH(const QByteArray, window);
        QFETCH(const QString, other);
        startAnew();
        QStringList damaged{QStringLiteral("window-2.json")};
        if (other.isEmpty()) {
            QVERIFY(putFile(config() + QStringLiteral("/window-2.json"), window));
        } else {
            damaged << QStringLiteral("gateway-token") << QStringLiteral("profiles.json");
            const auto all = commonDamages();
            const auto damage = std::ranges::find(all, other, &Damage::name);
            for (const QString &name : std::as_const(damaged)) {
                QVERIFY(damage->put(config() + u'/' + name));
            }
            QVERIFY(damage->put(config() + QStringLiteral("/settings.json")));
        }
        openAndClose();
        if (QTest::currentTestFailed()) {
            return;
        }
        checkWritten();
        for (const QString &name : std::as_const(damaged)) {
            QVERIFY2(setAside(name).size() == 1, qPrintable(name));
        }
        QVERIFY(setAside(QStringLiteral("settings.json")).isEmpty()); // which the person wrote
        struct stat status{};
        QVERIFY(::stat("/dev/zero", &status) == 0 && S_ISCHR(status.st_mode));
    }

    void it_opens_with_a_damaged_file_of_an_older_program_data()
    {
        QTest::addColumn<Json>("remembered"); ///< of the project
        QTest::newRow("path") << Json{{"files", Json::array({{{"path", 5}}})}};
        QTest::newRow("line") << Json{
            {"files", Json::array({{{"path", "/a"}, {"line", "x"}, {"column", Json::array()}}})}};
        QTest::newRow("current") << Json{{"current", Json::array()}};
        QTest::newRow("page and target") << Json{{"page", "x"}, {"target", 5}};
        QTest::newRow("project") << Json::array({1});
    }
    void it_opens_with_a_damaged_file_of_an_older_program()
    {
        QFETCH(const Json, remembered);
        startAnew();
        const QString path = config() + QStringLiteral("/window.json");
        const QByteArray content = Json{{"projects", {{toUtf8(project()), remembered}}}}.toUtf8();
        QVERIFY(putFile(path, content));
        openAndClose();
        if (QTest::currentTestFailed()) {
            return;
        }
        checkWritten();
        QFile old(path);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), content);
        QVERIFY(setAside(QStringLiteral("window.json")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDamagedStudio)
#include "tst_damaged_studio.moc"
