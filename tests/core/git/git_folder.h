// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace studio::test {

/// A folder with a repository that the real git makes, with no configuration of the person.
class GitFolder final
{
public:
    GitFolder() { git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")}); }

    [[nodiscard]] QString path() const { return QFileInfo(m_home.path()).canonicalFilePath(); }
    [[nodiscard]] QString at(const QString &name) const { return path() + u'/' + name; }

    QByteArray git(const QStringList &arguments, const QString &folder = {}) const
    {
        QProcess process;
        process.setWorkingDirectory(folder.isEmpty() ? path() : folder);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
        environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
        for (const char *const who : {"AUTHOR", "COMMITTER"}) {
            environment.insert(QStringLiteral("GIT_%1_NAME").arg(QLatin1String(who)), QStringLiteral("Ada"));
            environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(QLatin1String(who)), QStringLiteral("ada@localhost"));
        }
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("git"), arguments);
        if (!process.waitForFinished(60'000)) {
            qFatal("git does not end");
        }
        m_said = process.readAllStandardError();
        m_exitCode = process.exitCode();
        return process.readAllStandardOutput();
    }
    [[nodiscard]] int exitCode() const { return m_exitCode; } ///< of the last one
    [[nodiscard]] QByteArray said() const { return m_said; }

    void write(const QString &name, const QByteArray &content) const
    {
        QDir().mkpath(QFileInfo(at(name)).path());
        QFile file(at(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("%s cannot be written", qPrintable(file.fileName()));
        }
    }
    /// A folder, also where it is deeper than a path can be long.
    void remove(const QString &name) const
    {
        QProcess process;
        process.setWorkingDirectory(path());
        process.start(QStringLiteral("rm"), {QStringLiteral("-rf"), name});
        if (!process.waitForFinished(60'000)) {
            qFatal("rm does not end");
        }
    }
    /// Everything that is there.
    void commit() const
    {
        git({QStringLiteral("add"), QStringLiteral("-A")});
        git({QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("--allow-empty"), QStringLiteral("-m"),
             QStringLiteral("State")});
        if (m_exitCode != 0) {
            qFatal("no commit: %s", m_said.constData());
        }
    }

private:
    QTemporaryDir m_home;
    mutable QByteArray m_said;
    mutable int m_exitCode = 0;
};

} // namespace studio::test
