// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/test_output.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxLine = 4'000; ///< characters that are looked at; a program prints what it likes

} // namespace

QString TestOutput::addLine(const QString &line)
{
    if (line.size() > maxLine && m_told.isEmpty()) {
        return {}; // none of libtest's own, and of any length
    }
    static const QRegularExpression begin(QStringLiteral("^running \\d+ tests?$"));
    static const QRegularExpression result(
        QStringLiteral("^test (.+?)(?: - should panic)? \\.\\.\\. (ok|FAILED|ignored)(?:, .*)?(?: <.*>)?$"));
    static const QRegularExpression output(QStringLiteral("^---- (.+) stdout ----$"));
    const QString start = line.left(maxLine);
    if (begin.match(start).hasMatch()) {
        m_hasBegun = true;
        m_told.clear();
    } else if (const auto ended = result.match(start); ended.hasMatch()) {
        const QString word = ended.captured(2);
        const QString name = ended.captured(1);
        if (m_results.size() < maxResults || m_results.contains(name)) {
            m_results[name].state = word == QLatin1String("ok")       ? TestResult::State::Passed
                                    : word == QLatin1String("FAILED") ? TestResult::State::Failed
                                                                      : TestResult::State::Ignored;
            return name;
        }
    } else if (const auto told = output.match(start); told.hasMatch()) {
        m_told = told.captured(1);
        m_isMessage = false;
    } else if (line == QLatin1String("failures:")) {
        m_told.clear();
    } else if (!m_told.isEmpty()) {
        return addMessageLine(line.left(maxLine));
    }
    return {};
}

/// What stands between "panicked at FILE:" and a note or an empty line. A test that returns an error has one line.
QString TestOutput::addMessageLine(const QString &line)
{
    const auto found = m_results.find(m_told);
    if (found == m_results.end()) {
        return {};
    }
    const QString before = found->message;
    if (line.contains(QLatin1String(" panicked at "))) {
        m_isMessage = true;
        found->message.clear();
    } else if (line.startsWith(QLatin1String("Error: "))) {
        found->message = line.sliced(7).left(maxMessageLength);
    } else if (line.isEmpty() || line.startsWith(QLatin1String("note: ")) ||
               line.startsWith(QLatin1String("stack backtrace:"))) {
        m_isMessage = false;
    } else if (m_isMessage) {
        found->message += (found->message.isEmpty() ? QString() : QStringLiteral("\n")) + line.trimmed();
        found->message.truncate(maxMessageLength);
    }
    return found->message != before ? m_told : QString();
}

qsizetype TestOutput::count(TestResult::State state) const
{
    return std::ranges::count(m_results, state, &TestResult::state);
}

} // namespace studio
