// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/toolchain/rust_analyzer.h"

#include "core/process/process.h"

#include <QFileInfo>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <unistd.h>

namespace studio {

namespace {

constexpr auto name = "rust-analyzer";
constexpr std::chrono::seconds versionTimeout{10};
constexpr qint64 leastMemory = 3LL << 30; ///< a project of 250 crates takes half of it

bool isOfRustup(const Toolchain &toolchain)
{
    return !toolchain.origin.startsWith(QLatin1String("system"));
}

QStringList programs(const Toolchain &toolchain)
{
    const QString program = QString::fromLatin1(name);
    QStringList found{QFileInfo(toolchain.rustc).absolutePath() + QLatin1Char('/') + program,
                      toolchain.sysroot + QStringLiteral("/bin/") + program};
    const QString path = qEnvironmentVariable("PATH");
    for (const QString &folder : path.split(QLatin1Char(':'), Qt::SkipEmptyParts)) {
        found << folder + QLatin1Char('/') + program;
    }
    found << QStringLiteral("/usr/bin/") + program << QStringLiteral("/usr/local/bin/") + program;
    found.removeIf([](const QString &file) { return !QFileInfo(file).isExecutable(); });
    found.removeDuplicates();
    return found;
}

/// What the program prints for --version. One that does not end is as good as none.
Task<ProcessOutput> versionOf(QString program, std::stop_token stop)
{
    std::stop_source end;
    const std::stop_callback forward(stop, [&end] { end.request_stop(); });
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, &limit, [&end] { end.request_stop(); });
    limit.start(versionTimeout);
    co_return co_await runProcess(
        {.program = program, .arguments = {QStringLiteral("--version")}, .workingDirectory = QStringLiteral("/")},
        end.get_token());
}

} // namespace

bool hasStandardSources(const Toolchain &toolchain)
{
    return QFileInfo(toolchain.sysroot + QStringLiteral("/lib/rustlib/src/rust/library/std")).isDir();
}

QString rustAnalyzerCommand(const Toolchain &toolchain)
{
    // untranslated: commands
    return isOfRustup(toolchain)
               ? QStringLiteral("rustup component add --toolchain %1 rust-analyzer rust-src").arg(toolchain.origin)
               : QStringLiteral("sudo apt install rust-analyzer rust-src");
}

Result<Toolchain> toolchainForAnalysis(const QList<Toolchain> &all, RustTarget target, const QString &wanted)
{
    const auto choice = chooseToolchain(all, target, wanted);
    if (!choice) {
        return std::unexpected(choice.error());
    }
    const auto isFitting = [&](const Toolchain &one) {
        return hasStandardSources(one) && one.version >= choice->toolchain.version &&
               one.targets.contains(targetTriple(target));
    };
    if (isFitting(choice->toolchain)) {
        return choice->toolchain;
    }
    const auto other = std::ranges::find_if(all, isFitting);
    return other != all.end() ? *other : choice->toolchain;
}

Task<RustAnalyzer> findRustAnalyzer(Toolchain toolchain, std::stop_token stop)
{
    const bool hasSources = hasStandardSources(toolchain);
    const QStringList all = programs(toolchain);
    for (const QString &program : all) {
        const auto output = co_await versionOf(program, stop);
        if (stop.stop_requested()) {
            co_return cancelled();
        }
        const QString said = output ? QString::fromUtf8(output->standardOutput).trimmed() : QString();
        if (output && output->exit == ProcessExit{} && said.startsWith(QString::fromLatin1(name))) {
            co_return RustAnalyzer{
                .program = program, .version = said.section(QLatin1Char(' '), 1, 1), .hasStandardSources = hasSources};
        }
    }
    co_return fail(ErrorCode::NotFound,
                   QObject::tr("rust-analyzer is not installed, so there is no completion. Install it with “%1”.")
                       .arg(rustAnalyzerCommand(toolchain)));
}

qint64 analyzerMemoryLimit()
{
    const qint64 all = static_cast<qint64>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    return std::max(leastMemory, all / 2);
}

} // namespace studio
