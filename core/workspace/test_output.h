// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

namespace studio {

/// How one test ended, or that it goes on. A plain value.
struct TestResult
{
    enum class State { Running, Passed, Failed, Ignored };
    State state = State::Running;
    QString message; ///< of one that failed: what it panicked with
    QString file;    ///< that it panicked in, as the compiler was given it; empty while unknown
    int line = 0;    ///< likewise; from 1
    int column = 0;  ///< from 1, in characters

    bool operator==(const TestResult &) const = default;
};

/// Reads what a test program of Rust prints (the format "pretty" of libtest, which is its default). One run may be of
/// several programs, one after the other. A value.
class TestOutput
{
public:
    static constexpr qsizetype maxResults = 10'000;
    static constexpr qsizetype maxMessageLength = 2'000;

    /// `line`: without its end and without colours. The name of the test of which more is known by it; empty for none.
    QString addLine(const QString &line);

    /// By name, such as "tests::adds".
    [[nodiscard]] const QHash<QString, TestResult> &results() const { return m_results; }
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; } ///< something was compiled, and said what it runs
    [[nodiscard]] qsizetype count(TestResult::State state) const;

private:
    QString addMessageLine(const QString &line);
    void beginMessage(TestResult &result, const QString &line);

    QHash<QString, TestResult> m_results;
    QString m_told;       ///< the name of the test whose output comes
    TestResult m_threads; ///< what another thread of that test panicked with
    bool m_isMessage = false;
    bool m_hasBegun = false;
};

} // namespace studio
