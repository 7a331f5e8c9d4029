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
        return Json{{"projects", {{toUtf8(project()), changed}}}}.toUtf8();
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
        row("path", {{"files", Json::array({{{"path", 5}}})}});
        row("line", {{"files", Json::array({{{"path", "/a"}, {"line", "x"}, {"column", Json::array()}}})}});
        row("current", {{"current", Json::array()}});
        row("page and target", {{"page", "x"}, {"target", 5}});
        row("project", Json::array({1}));
        QTest::newRow("projects") << QByteArray(R"({"projects":[1]})") << QString();
        for (const char *name : {"deep", "binary", "pipe", "folder", "device", "loop", "huge"}) {
            QTest::newRow(name) << QByteArray() << QString::fromLatin1(name);
        }
    }
    void it_opens_and_closes()
    {
        QFETCH(const QByteArray, window);
        QFETCH(const QString, other);
        QDir(config()).removeRecursively();
        QVERIFY(QDir().mkpath(config()));
        QStringList damaged{QStringLiteral("window.json")};
        if (other.isEmpty()) {
            QVERIFY(putFile(config() + QStringLiteral("/window.json"), window));
        } else {
            damaged << QStringLiteral("gateway-token") << QStringLiteral("profiles.json");
            const auto all = commonDamages();
            const auto damage = std::ranges::find(all, other, &Damage::name);
            for (const QString &name : std::as_const(damaged)) {
                QVERIFY(damage->put(config() + u'/' + name));
            }
        }
        openAndClose();
        if (QTest::currentTestFailed()) {
            return;
        }
        QFile written(config() + QStringLiteral("/window.json"));
        QVERIFY(QFileInfo(written).isFile() && !QFileInfo(written).isSymLink());
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(parseJson(written.readAll()).has_value());
        for (const QString &name : std::as_const(damaged)) {
            const auto aside = QDir(config()).entryList({name + QStringLiteral(".damaged-*")},
                                                        QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
            QVERIFY2(aside.size() == 1, qPrintable(name));
        }
        struct stat status{};
        QVERIFY(::stat("/dev/zero", &status) == 0 && S_ISCHR(status.st_mode));
    }
};

QTEST_GUILESS_MAIN(TestDamagedStudio)
#include "tst_damaged_studio.moc"
