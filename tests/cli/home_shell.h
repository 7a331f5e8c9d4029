// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace studio::test {

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

/// Bash with the built programs on its PATH and a home of its own, which holds data, configuration and cache too.
class HomeShell : public QObject
{
protected:
    QTemporaryDir m_home;

    [[nodiscard]] Ran run(const QString &line) const
    {
        QProcess process;
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(QStringLiteral("PATH"), QStringLiteral(STUDIO_BIN ":") + env.value(QStringLiteral("PATH")));
        env.remove(QStringLiteral("DODIL_CONFIG_DIR"));
        env.insert(QStringLiteral("HOME"), m_home.path());
        for (const auto &[name, folder] : {std::pair("XDG_DATA_HOME", "data"), std::pair("XDG_CONFIG_HOME", "config"),
                                           std::pair("XDG_CACHE_HOME", "cache")}) {
            env.insert(QString::fromLatin1(name), m_home.filePath(QString::fromLatin1(folder)));
        }
        process.setProcessEnvironment(env);
        process.setWorkingDirectory(m_home.path());
        process.start(QStringLiteral("/bin/bash"), {QStringLiteral("-c"), line});
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] Ran run(const char *line) const { return run(QString::fromUtf8(line)); }

    /// The commands that have none below them, as the help tells them.
    [[nodiscard]] QStringList leaves(const QString &path = {}) const
    {
        const Ran ran = run(QStringLiteral("ignite %1 --help").arg(path));
        static const QRegularExpression subcommand(QStringLiteral("^  ([a-z][a-z-]*)(,[^ ]*| )"),
                                                   QRegularExpression::MultilineOption);
        const QString text = QString::fromUtf8(ran.out);
        const qsizetype begin = text.indexOf(QRegularExpression(QStringLiteral("SUBCOMMANDS:|Subcommands:")));
        if (begin < 0) {
            return {path};
        }
        QStringList found;
        for (auto names = subcommand.globalMatch(text.sliced(begin)); names.hasNext();) {
            found << leaves((path + u' ' + names.next().captured(1)).trimmed());
        }
        return found;
    }
};

} // namespace studio::test
