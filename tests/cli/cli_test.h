// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "tests/support/places.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>

namespace studio::test {

/// PLATFORM's way from nothing to an answer, word for word.
inline constexpr std::array fiveLines{
    "dodil ignite app create hello --runtime rust --rust-target native",
    "dodil ignite draft save org:hello --code ./",
    "dodil ignite draft compile org:hello",
    "dodil ignite draft publish org:hello",
    "dodil ignite invoke org:hello -p '{\"message\": \"hi there\"}'",
};

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

/// The real program as a person types it, with a home of its own.
class CliTest : public QObject
{
protected:
    QTemporaryDir m_home; ///< data and config of this run; the cache is shared with other tests

    [[nodiscard]] QProcessEnvironment environment() const
    {
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(QStringLiteral("PATH"), QStringLiteral(STUDIO_BIN ":") + env.value(QStringLiteral("PATH")));
        env.insert(QStringLiteral("XDG_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
        env.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.filePath(QStringLiteral("config")));
        env.insert(QStringLiteral("XDG_CACHE_HOME"),
                   qEnvironmentVariable("STUDIO_TEST_CACHE", QStringLiteral(STUDIO_BIN "/../test-cache")));
        return env;
    }

    /// Runs one line in a shell, as it stands.
    [[nodiscard]] Ran run(const QString &line, const QString &folder = {}) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(folder.isEmpty() ? m_home.path() : folder);
        process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), line});
        if (!process.waitForFinished(300'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    [[nodiscard]] QString copied(const QString &from, const QString &name) const
    {
        const QString to = m_home.filePath(name);
        QProcess::execute(QStringLiteral("cp"), {QStringLiteral("-r"), from, to});
        return to;
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
};

} // namespace studio::test
