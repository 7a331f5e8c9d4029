// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/log_level.h"

#include "core/base/text.h"

#include <QHash>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxLooked = 4'096;
constexpr qsizetype maxWords = 4; ///< before which a level stands: time, target, thread

LogLevel levelCalled(QStringView word)
{
    static constexpr std::array<std::pair<const char *, LogLevel>, 11> names{{{"trace", LogLevel::Trace},
                                                                              {"debug", LogLevel::Debug},
                                                                              {"info", LogLevel::Info},
                                                                              {"notice", LogLevel::Info},
                                                                              {"warn", LogLevel::Warn},
                                                                              {"warning", LogLevel::Warn},
                                                                              {"error", LogLevel::Error},
                                                                              {"err", LogLevel::Error},
                                                                              {"fatal", LogLevel::Error},
                                                                              {"critical", LogLevel::Error},
                                                                              {"panic", LogLevel::Error}}};
    const auto found = std::ranges::find_if(
        names, [&](const auto &one) { return word.compare(QLatin1StringView(one.first), Qt::CaseInsensitive) == 0; });
    return found == names.end() ? LogLevel::None : found->second;
}

/// 10 is pino's trace, 60 its fatal.
LogLevel levelNumbered(int number)
{
    return number < 10   ? LogLevel::None
           : number < 20 ? LogLevel::Trace
           : number < 30 ? LogLevel::Debug
           : number < 40 ? LogLevel::Info
           : number < 50 ? LogLevel::Warn
                         : LogLevel::Error;
}

LogLevel levelOfJson(const QString &line)
{
    static const QRegularExpression field(
        QStringLiteral(R"re("(?:level|severity|lvl)"\s*:\s*(?:"(\w+)"|(\d{1,3})\b))re"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = field.match(line);
    return !match.hasMatch()      ? LogLevel::None
           : match.hasCaptured(1) ? levelCalled(match.capturedView(1))
                                  : levelNumbered(match.capturedView(2).toInt());
}

/// Upper case within the first words, as no sentence has it; in lower case only as the first word before a colon, or
/// in brackets.
LogLevel levelOfText(const QString &line)
{
    static const QRegularExpression between(QStringLiteral(R"re([\s\[\](){}<>|]+)re"));
    static const QRegularExpression first(QStringLiteral(R"re(^\s*[\[(<]?([A-Za-z]+)[\])>:])re"));
    if (line.startsWith(QLatin1String("thread '")) && line.contains(QLatin1String("panicked at"))) {
        return LogLevel::Error;
    }
    static const QRegularExpression logfmt(QStringLiteral(R"re((?:^|\s)(?:level|lvl|severity)="?([A-Za-z]+)\b)re"));
    if (const auto match = logfmt.match(line); match.hasMatch()) {
        return levelCalled(match.capturedView(1));
    }
    if (const auto match = first.match(line); match.hasMatch()) {
        if (const LogLevel level = levelCalled(match.capturedView(1)); level != LogLevel::None) {
            return level;
        }
    }
    qsizetype seen = 0;
    for (const QString &one : line.left(200).split(between, Qt::SkipEmptyParts)) {
        const QString name = one.endsWith(u':') ? one.chopped(1) : one;
        if (name == name.toUpper() && levelCalled(name) != LogLevel::None) {
            return levelCalled(name);
        }
        if (++seen == maxWords) {
            break;
        }
    }
    return LogLevel::None;
}

} // namespace

LogLevel logLevelOf(QByteArrayView line)
{
    const QString text = withoutAnsi(QString::fromUtf8(line.first(std::min(line.size(), maxLooked)))).trimmed();
    return text.startsWith(u'{') ? levelOfJson(text) : levelOfText(text);
}

QList<LogLevel> logLevelsOf(const QList<AppLogLine> &lines)
{
    QHash<QString, LogLevel> last; // by execution
    QList<LogLevel> levels;
    for (const AppLogLine &line : lines) {
        const LogLevel before = last.value(line.executionId, LogLevel::Info);
        const LogLevel own = logLevelOf(line.line.text);
        levels << (own == LogLevel::None ? before : own);
        last[line.executionId] = levels.last();
    }
    return levels;
}

} // namespace studio
