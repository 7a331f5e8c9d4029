// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/text_matches.h"

namespace studio {

namespace {

qsizetype utf8Size(QStringView text)
{
    qsizetype size = 0;
    for (const QChar unit : text) {
        // The two halves of a surrogate pair make four bytes together.
        size += unit.unicode() < 0x80 ? 1 : unit.unicode() < 0x800 || unit.isSurrogate() ? 2 : 3;
    }
    return size;
}

/// `\1` to `\9` stand for what the groups found, `\0` for all of it, `\\` for one backslash.
QString expanded(const QString &with, const QRegularExpressionMatch &match)
{
    QString text;
    for (qsizetype i = 0; i < with.size(); ++i) {
        const QChar next = with.mid(i + 1, 1).isEmpty() ? QChar() : with[i + 1];
        if (with[i] == QLatin1Char('\\') && (next.isDigit() || next == QLatin1Char('\\'))) {
            text += next.isDigit() ? match.captured(next.digitValue()) : QString(next);
            ++i;
        } else {
            text += with[i];
        }
    }
    return text;
}

} // namespace

Result<QRegularExpression> expressionOf(const FindOptions &options)
{
    QString pattern = options.regex ? options.words : QRegularExpression::escape(options.words);
    if (options.wholeWord) {
        pattern = QStringLiteral("\\b(?:%1)\\b").arg(pattern);
    }
    QRegularExpression::PatternOptions how =
        QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    how.setFlag(QRegularExpression::CaseInsensitiveOption, !options.matchCase);
    const QRegularExpression expression(pattern, how);
    if (!expression.isValid()) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("Not a regular expression: %1 at %2")
                                                    .arg(expression.errorString())
                                                    .arg(expression.patternErrorOffset() + 1));
    }
    return expression;
}

QList<TextMatch> findMatches(const QString &text, const QRegularExpression &expression, qsizetype limit)
{
    QList<TextMatch> matches;
    qsizetype unit = 0;
    qsizetype byte = 0;
    const auto byteAt = [&](qsizetype wanted) {
        byte += utf8Size(QStringView(text).sliced(unit, wanted - unit));
        unit = wanted;
        return static_cast<int>(byte);
    };
    for (auto found = expression.globalMatch(text); found.hasNext() && matches.size() < limit;) {
        const auto match = found.next();
        if (match.capturedLength() > 0) {
            const int from = byteAt(match.capturedStart());
            matches.append({from, byteAt(match.capturedEnd())});
        }
    }
    return matches;
}

std::pair<QString, int> replaceMatches(const QString &text, const FindOptions &options, const QString &with)
{
    const auto expression = expressionOf(options);
    if (!expression) {
        return {text, 0};
    }
    QString result;
    qsizetype last = 0;
    int count = 0;
    for (auto found = expression->globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        if (match.capturedLength() == 0) {
            continue;
        }
        result += QStringView(text).sliced(last, match.capturedStart() - last);
        result += options.regex ? expanded(with, match) : with;
        last = match.capturedEnd();
        ++count;
    }
    result += QStringView(text).sliced(last);
    return {result, count};
}

} // namespace studio
