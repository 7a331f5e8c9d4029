// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/git_reader.h"

#include "core/base/helper_program.h"
#include "core/process/process.h"

#include <QObject>
#include <QTimer>

namespace studio::git {

namespace {

constexpr qint64 maxReaderMemory = 512 << 20;

} // namespace

Task<QByteArray> runReader(QStringList arguments, QByteArray standardInput, std::stop_token stop,
                           std::chrono::milliseconds timeLimit)
{
    std::stop_source end;
    const std::stop_callback forward(stop, [&end] { end.request_stop(); });
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, &limit, [&end] { end.request_stop(); });
    limit.start(timeLimit);
    const auto output = co_await runProcess({.program = helperProgram(QStringLiteral("ignite-git")),
                                             .arguments = std::move(arguments),
                                             .standardInput = std::move(standardInput),
                                             .memoryBytes = maxReaderMemory,
                                             .seesOwners = true}, // as git looks at them
                                            end.get_token());
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (!output && !limit.isActive()) {
        co_return fail(ErrorCode::DeadlineExceeded, QObject::tr("The git repository could not be read in time."));
    }
    if (!output) {
        co_return std::unexpected(output.error());
    }
    if (output->exit.code != 0 || output->exit.signal != 0) {
        co_return fail(ErrorCode::NotFound, QObject::tr("There is no git repository that can be read."),
                       describe(output->exit));
    }
    if (!output->isComplete) {
        co_return fail(ErrorCode::ResourceExhausted, QObject::tr("The git repository has more than can be shown."));
    }
    co_return output->standardOutput;
}

} // namespace studio::git
