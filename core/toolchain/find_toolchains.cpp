// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/process.h"
#include "core/toolchain/answers.h"
#include "core/toolchain/candidates.h"
#include "core/toolchain/toolchain.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QVersionNumber>

namespace studio {

namespace {

using toolchain::Answer;
using toolchain::Answers;
using toolchain::Candidate;

QString field(const QString &verbose, const QString &name)
{
    const QStringList lines = verbose.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (line.startsWith(name + QStringLiteral(": "))) {
            return line.sliced(name.size() + 2).trimmed();
        }
    }
    return {};
}

Task<QString> ask(QString rustc, QStringList arguments, std::stop_token stop)
{
    ProcessSpec spec{.program = rustc, .arguments = std::move(arguments), .workingDirectory = QStringLiteral("/")};
    const auto output = co_await runProcess(std::move(spec), stop);
    if (!output) {
        co_return std::unexpected(output.error());
    }
    if (output->exit != ProcessExit{}) {
        co_return fail(ErrorCode::Unavailable, QStringLiteral("%1 %2.").arg(rustc, describe(output->exit)),
                       QString::fromUtf8(output->standardError));
    }
    co_return QString::fromUtf8(output->standardOutput);
}

/// The folder that holds bin/rustc and lib/rustlib, which needs no question; empty when it lies elsewhere.
QString obviousSysroot(const QString &rustc)
{
    const QString prefix = QFileInfo(QFileInfo(rustc).absolutePath()).absolutePath();
    return QFileInfo(prefix + QStringLiteral("/lib/rustlib")).isDir() ? prefix : QString();
}

Task<Answer> askAll(QString rustc, std::stop_token stop)
{
    const QFileInfo info(rustc);
    Answer answer{.size = info.size(), .modified = info.lastModified().toMSecsSinceEpoch()};
    const auto verbose = co_await ask(rustc, {QStringLiteral("-vV")}, stop);
    if (!verbose) {
        co_return std::unexpected(verbose.error());
    }
    answer.release = field(*verbose, QStringLiteral("release"));
    answer.commit = field(*verbose, QStringLiteral("commit-hash"));
    answer.sysroot = obviousSysroot(rustc);
    if (answer.sysroot.isEmpty()) {
        const auto sysroot = co_await ask(rustc, {QStringLiteral("--print"), QStringLiteral("sysroot")}, stop);
        if (!sysroot) {
            co_return std::unexpected(sysroot.error());
        }
        answer.sysroot = sysroot->trimmed();
    }
    co_return answer;
}

Toolchain toToolchain(const Candidate &candidate, const Answer &answer)
{
    QString origin = candidate.origin;
    if (origin == QLatin1String("system") && answer.release.contains(QLatin1Char('-'))) {
        origin = QStringLiteral("system ") + answer.release.section(QLatin1Char('-'), 1); // "system nightly"
    }
    return {.rustc = candidate.rustc,
            .cargo = candidate.cargo,
            .origin = origin,
            .version = QVersionNumber::fromString(answer.release),
            .commit = answer.commit,
            .sysroot = answer.sysroot,
            .targets = toolchain::installedTargets(answer.sysroot)};
}

} // namespace

Task<QList<Toolchain>> findToolchains(QString cacheFile, std::stop_token stop)
{
    Answers answers = toolchain::readAnswers(cacheFile);
    bool news = false;
    QList<Toolchain> found;
    const QList<Candidate> all = toolchain::candidates();
    for (const Candidate &candidate : all) {
        const QFileInfo info(QFileInfo(candidate.rustc).canonicalFilePath());
        const QString path = info.filePath();
        const auto known = answers.constFind(path);
        if (known == answers.constEnd() || known->size != info.size() ||
            known->modified != info.lastModified().toMSecsSinceEpoch()) {
            const auto asked = co_await askAll(path, stop);
            if (stop.stop_requested()) {
                co_return cancelled();
            }
            if (!asked) {
                continue; // broken: as good as not there
            }
            answers.insert(path, *asked);
            news = true;
        }
        found << toToolchain(candidate, answers.value(path));
    }
    if (news) {
        toolchain::writeAnswers(cacheFile, answers);
    }
    co_return found;
}

} // namespace studio
