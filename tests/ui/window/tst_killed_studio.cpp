// SPDX-License-Identifier: GPL-3.0-or-later
// The real program, typed into through the X server and killed: the next start has every word.
#include "core/project/project.h"
#include "tests/support/places.h"
#include "tests/support/signals.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int timeout = 30'000;

QByteArray ran(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(timeout) && process.exitCode() == 0 ? process.readAllStandardOutput().trimmed()
                                                                       : QByteArray();
}

/// Whether a file below the folder holds these words.
bool isKept(const QString &folder, const QByteArray &words)
{
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(words)) {
            return true;
        }
    }
    return false;
}

} // namespace

class TestKilledStudio : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QString m_project;
    QProcess m_studio;

    void start()
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
        m_studio.setProcessEnvironment(environment);
        m_studio.start(QStringLiteral(STUDIO_BIN "/ignite-studio"), {m_project});
        QVERIFY(m_studio.waitForStarted());
        QByteArray window;
        const auto find = [&] {
            if (window.isEmpty()) { // QTRY_VERIFY asks once more after it was found
                window = ran(QStringLiteral("xdotool"),
                             {QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"),
                              QStringLiteral("--pid"), QString::number(m_studio.processId())});
            }
            return !window.isEmpty();
        };
        // xdotool ends with an error where some window, as that of the killed program, goes while it searches.
        QTRY_VERIFY_WITH_TIMEOUT(find(), timeout);
        m_window = QString::fromLatin1(window.split('\n').last());
        ran(QStringLiteral("xdotool"), {QStringLiteral("windowactivate"), QStringLiteral("--sync"), m_window});
        // The keyboard's focus follows the activation.
        QTRY_COMPARE(QString::fromLatin1(ran(QStringLiteral("xdotool"), {QStringLiteral("getwindowfocus")})).trimmed(),
                     m_window);
    }

    static void type(const QString &words)
    {
        ran(QStringLiteral("xdotool"),
            {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), words});
    }

    void kill()
    {
        QVERIFY(sendSignal(m_studio, SIGKILL));
        QVERIFY(m_studio.waitForFinished(timeout));
    }

    QString m_window;

private Q_SLOTS:
    void what_was_typed_survives_a_kill()
    {
        m_project = m_home.filePath(QStringLiteral("killed-hello"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value());
        start();
        type(QStringLiteral("// typed before the kill"));
        QTRY_VERIFY_WITH_TIMEOUT(
            isKept(m_home.filePath(QStringLiteral("config/ignite-studio/recovery")), "typed before the kill"), timeout);
        ran(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("F6")}); // from the editor to the payload
        type(QStringLiteral("payload before the kill"));
        QTRY_VERIFY_WITH_TIMEOUT(
            isKept(m_home.filePath(QStringLiteral("config/ignite-studio")), "payload before the kill"), timeout);
        kill();
        QVERIFY(!isKept(m_project, "typed before the kill")); // nothing was saved behind the person's back

        start();
        ran(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("ctrl+s")});
        QTRY_VERIFY_WITH_TIMEOUT(isKept(m_project, "typed before the kill"), timeout);
        kill();
    }

    void what_was_typed_in_both_groups_survives_a_kill()
    {
        m_project = m_home.filePath(QStringLiteral("split-hello"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value());
        start();
        const auto press = [](const char *key) {
            ran(QStringLiteral("xdotool"), {QStringLiteral("key"), QString::fromLatin1(key)});
        };
        const QString kept = m_home.filePath(QStringLiteral("config/ignite-studio/recovery"));
        type(QStringLiteral("// typed in the first "));
        press("ctrl+backslash");
        press("ctrl+Home");
        type(QStringLiteral("// typed in the second "));
        QTRY_VERIFY_WITH_TIMEOUT(isKept(kept, "// typed in the second // typed in the first "), timeout);
        kill();
        QVERIFY(!isKept(m_project, "typed in the"));

        start();
        press("ctrl+s");
        QTRY_VERIFY_WITH_TIMEOUT(isKept(m_project, "// typed in the second // typed in the first "), timeout);
        kill();
    }
};

QTEST_MAIN(TestKilledStudio)
#include "tst_killed_studio.moc"
