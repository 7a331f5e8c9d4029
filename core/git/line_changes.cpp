// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/line_changes.h"

#include "core/git/git_reader.h"

namespace studio::git {

namespace {

/// What `ignite-git changes` prints for one.
LineChange parseChange(const QByteArray &printed)
{
    const QList<QByteArray> numbers = printed.split(' ');
    return {.line = numbers.value(0).toInt(),
            .count = numbers.value(1).toInt(),
            .beforeLine = numbers.value(2).toInt(),
            .beforeCount = numbers.value(3).toInt()};
}

/// A text can differ in each line.
QList<LineChange> parseChanges(const QByteArray &printed)
{
    QList<LineChange> changes;
    for (const QByteArray &line : printed.split('\n')) {
        if (!line.isEmpty()) {
            changes << parseChange(line);
        }
    }
    return changes;
}

qsizetype startOfLine(const QByteArray &text, qsizetype from, int lines)
{
    for (; lines > 0 && from < text.size(); --lines) {
        const qsizetype end = text.indexOf('\n', from);
        from = end < 0 ? text.size() : end + 1;
    }
    return from;
}

} // namespace

QByteArray withPlainLineEnds(const QByteArray &text)
{
    if (!text.contains('\r')) {
        return text;
    }
    QByteArray plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte != '\r') {
            plain += byte;
        } else if (at + 1 >= text.size() || text[at + 1] != '\n') {
            plain += '\n';
        }
    }
    return plain;
}

QByteArray linesOf(const QByteArray &text, int from, int count)
{
    const qsizetype start = startOfLine(text, 0, from);
    return text.sliced(start, startOfLine(text, start, count) - start);
}

Task<QList<LineChange>> lineChanges(QByteArray before, QByteArray text, std::stop_token stop)
{
    if (before == text) {
        co_return QList<LineChange>();
    }
    const auto printed =
        co_await runReader({QStringLiteral("changes"), QString::number(before.size())}, before + text, stop);
    if (!printed) {
        co_return std::unexpected(printed.error());
    }
    auto changes = co_await onWorker([printed = *printed] { return Result<QList<LineChange>>(parseChanges(printed)); });
    co_return stop.stop_requested() ? cancelled() : std::move(changes);
}

} // namespace studio::git
