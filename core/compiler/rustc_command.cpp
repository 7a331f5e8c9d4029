// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/rustc_command.h"

#include "core/base/files.h"

namespace studio::compiler {

namespace {

constexpr qint64 maxRecordBytes = 4 << 20; ///< the kernel takes a command of 2 MiB

/// The value behind an option that is an argument of its own; empty without one.
QString valueOf(const QStringList &arguments, QLatin1StringView option)
{
    const qsizetype at = arguments.indexOf(option);
    return at < 0 ? QString() : arguments.value(at + 1);
}

} // namespace

QByteArray readRecord(const QString &path)
{
    const auto content = readRegularFile(path, maxRecordBytes);
    return content ? content->value_or(QByteArray()) : QByteArray();
}

std::optional<RustcCommand> readRustcCommand(const QByteArray &record)
{
    if (!record.endsWith('\0')) {
        return {};
    }
    const QList<QByteArray> texts = record.chopped(1).split('\0');
    bool isNumber = false;
    const int count = texts.front().toInt(&isNumber);
    if (!isNumber || count < 1 || count >= texts.size()) {
        return {};
    }
    RustcCommand command;
    for (const QByteArray &argument : texts.sliced(1, count)) {
        command.arguments << QString::fromUtf8(argument);
    }
    for (const QByteArray &variable : texts.sliced(1 + count)) {
        const qsizetype sign = variable.indexOf('=');
        if (sign < 1) {
            return {};
        }
        command.variables.insert(QString::fromUtf8(variable.first(sign)), QString::fromUtf8(variable.sliced(sign + 1)));
    }
    return command;
}

QString programOf(const RustcCommand &command)
{
    constexpr QLatin1StringView suffix("extra-filename=");
    const QString crate = valueOf(command.arguments, QLatin1StringView("--crate-name"));
    for (const QString &argument : command.arguments) {
        if (argument.startsWith(suffix) && !crate.isEmpty()) {
            const QString name = crate + argument.sliced(suffix.size());
            return name.contains(u'/') ? QString() : name;
        }
    }
    return {};
}

QStringList cratesOf(const RustcCommand &command)
{
    QStringList files;
    for (qsizetype at = 1; at < command.arguments.size(); ++at) {
        const QString &argument = command.arguments[at];
        if (command.arguments[at - 1] == QLatin1StringView("--extern") && argument.contains(u'=')) {
            files << argument.section(u'=', 1);
        }
    }
    return files;
}

QStringList argumentsFor(const RustcCommand &command, const QString &folder)
{
    QStringList arguments = command.arguments;
    const qsizetype at = arguments.indexOf(QLatin1StringView("--out-dir"));
    if (at < 0 || at + 1 >= arguments.size()) {
        return {};
    }
    arguments[at + 1] = folder;
    return arguments.sliced(1);
}

} // namespace studio::compiler
