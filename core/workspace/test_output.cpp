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
        m_threads = {};
        m_isMessage = false;
    } else if (line == QLatin1String("failures:")) {
        m_told.clear();
    } else if (!m_told.isEmpty()) {
        return addMessageLine(line.left(maxLine));
    }
    return {};
}

/// "thread 'tests::adds' (4711) panicked at src/lib.rs:38:9:" and then the message; before Rust 1.73 the message stood
/// in front of the file. What a thread of the test panicked with before the test itself is kept: it says more than that
/// a thread did not end well.
void TestOutput::beginMessage(TestResult &result, const QString &line)
{
    static const QRegularExpression place(QStringLiteral("(?: panicked at |', )([^']+?):(\\d+):(\\d+):?$"));
    m_threads = result;
    m_isMessage = true;
    result.message.clear();
    const auto match = place.match(line);
    result.file = match.captured(1);
    result.line = match.captured(2).toInt();
    result.column = match.captured(3).toInt();
    const qsizetype before = line.indexOf(QLatin1String(" panicked at '"));
    if (before >= 0 && match.hasMatch()) {
        constexpr qsizetype introduction = 14;
        result.message =
            line.sliced(before + introduction, std::max<qsizetype>(0, match.capturedStart() - before - introduction));
    }
}

/// What stands between "panicked at FILE:" and a note or an empty line. A test that returns an error has one line, and
/// one that should have panicked a note.
QString TestOutput::addMessageLine(const QString &line)
{
    const auto found = m_results.find(m_told);
    if (found == m_results.end()) {
        return {};
    }
    const TestResult before = *found;
    static const QRegularExpression noPanic(
        QStringLiteral("^note: (test did not panic as expected)(?: at (.+):(\\d+):(\\d+))?$"));
    if (line.contains(QLatin1String(" panicked at "))) {
        beginMessage(*found, line);
    } else if (const auto none = noPanic.match(line); none.hasMatch()) {
        found->message = none.captured(1);
        found->file = none.captured(2);
        found->line = none.captured(3).toInt();
        found->column = none.captured(4).toInt();
    } else if (line == QLatin1String("note: panic did not contain expected string")) {
        found->message = line.sliced(6); // what follows says which, and which was expected
        m_isMessage = true;
    } else if (line.contains(QLatin1String("value: Any { .. }")) && !m_threads.message.isEmpty()) {
        *found = m_threads;
        m_isMessage = false;
    } else if (line.startsWith(QLatin1String("Error: "))) {
        found->message = line.sliced(7).left(maxMessageLength);
    } else if (line.isEmpty() || line.startsWith(QLatin1String("note: ")) ||
               line.startsWith(QLatin1String("stack backtrace:"))) {
        m_isMessage = false;
    } else if (m_isMessage) {
        found->message += (found->message.isEmpty() ? QString() : QStringLiteral("\n")) + line.trimmed();
        found->message.truncate(maxMessageLength);
    }
    return *found != before ? m_told : QString();
}

qsizetype TestOutput::count(TestResult::State state) const
{
    return std::ranges::count(m_results, state, &TestResult::state);
}

} // namespace studio
