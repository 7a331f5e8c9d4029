// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/test_output.h"

#include <QRegularExpression>

#include <algorithm>

namespace studio {

void TestOutput::addLine(const QString &line)
{
    static const QRegularExpression begin(QStringLiteral("^running \\d+ tests?$"));
    static const QRegularExpression result(
        QStringLiteral("^test (.+?)(?: - should panic)? \\.\\.\\. (ok|FAILED|ignored)(?:, .*)?(?: <.*>)?$"));
    static const QRegularExpression output(QStringLiteral("^---- (.+) stdout ----$"));
    if (begin.match(line).hasMatch()) {
        m_hasBegun = true;
        m_told.clear();
    } else if (const auto ended = result.match(line); ended.hasMatch()) {
        const QString word = ended.captured(2);
        if (m_results.size() < maxResults || m_results.contains(ended.captured(1))) {
            m_results[ended.captured(1)].state = word == QLatin1String("ok")       ? TestResult::State::Passed
                                                 : word == QLatin1String("FAILED") ? TestResult::State::Failed
                                                                                   : TestResult::State::Ignored;
        }
    } else if (const auto told = output.match(line); told.hasMatch()) {
        m_told = told.captured(1);
        m_isMessage = false;
    } else if (line == QLatin1String("failures:")) {
        m_told.clear();
    } else if (!m_told.isEmpty()) {
        addMessageLine(line);
    }
}

/// What stands between "panicked at FILE:" and a note or an empty line. A test that returns an error has one line.
void TestOutput::addMessageLine(const QString &line)
{
    const auto found = m_results.find(m_told);
    if (found == m_results.end()) {
        return;
    }
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
}

qsizetype TestOutput::count(TestResult::State state) const
{
    return std::ranges::count(m_results, state, &TestResult::state);
}

} // namespace studio
