// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/pulled_diagnostics.h"

#include <QTest>

using namespace studio;
using namespace studio::lsp;
using namespace Qt::StringLiterals;

namespace {

Diagnostic problem(const QString &message)
{
    Diagnostic made;
    made.message = message;
    return made;
}

DocumentDiagnostics answerOf(const QStringList &messages)
{
    DocumentDiagnostics made;
    for (const QString &message : messages) {
        made.items << problem(message);
    }
    return made;
}

} // namespace

class TestPulledDiagnostics : public QObject
{
    Q_OBJECT

    QStringList m_asked;
    QHash<QString, PulledDiagnostics::Done> m_answer; ///< to the last question about a path
    QStringList m_told;
    std::unique_ptr<PulledDiagnostics> m_diagnostics;

private Q_SLOTS:
    void init()
    {
        m_asked.clear();
        m_told.clear();
        m_diagnostics = std::make_unique<PulledDiagnostics>(
            [this](const QString &path, PulledDiagnostics::Done done) {
                m_asked << path;
                m_answer[path] = std::move(done);
                return RpcCall();
            },
            [this](const QString &path, const QList<Diagnostic> &all) {
                QStringList messages;
                for (const Diagnostic &one : all) {
                    messages << one.message;
                }
                m_told << path + u": "_s + messages.join(u',');
            });
    }

    void what_is_open_is_asked_about_and_what_is_answered_replaces_what_was_before()
    {
        m_diagnostics->open(u"a"_s);
        m_answer[u"a"_s](answerOf({u"one"_s, u"two"_s}));
        m_diagnostics->open(u"a"_s); // edited
        m_answer[u"a"_s](answerOf({u"two"_s}));
        m_diagnostics->askAgain();
        m_answer[u"a"_s](answerOf({}));
        QCOMPARE(m_asked, (QStringList{u"a"_s, u"a"_s, u"a"_s}));
        QCOMPARE(m_told, (QStringList{u"a: one,two"_s, u"a: two"_s, u"a: "_s}));
    }

    void what_did_not_change_is_not_told_again()
    {
        m_diagnostics->open(u"a"_s);
        m_answer[u"a"_s](answerOf({u"one"_s}));
        m_answer[u"a"_s](answerOf({u"one"_s}));
        m_answer[u"a"_s](DocumentDiagnostics{.isUnchanged = true, .items = {}});
        m_answer[u"a"_s](fail(ErrorCode::Cancelled, u"edited"_s));
        QCOMPARE(m_told, QStringList{u"a: one"_s});
    }

    void what_is_said_unasked_stands_beside_the_answers()
    {
        m_diagnostics->takePushed(u"b"_s, {problem(u"compiler"_s)}); // not open
        m_diagnostics->open(u"a"_s);
        m_answer[u"a"_s](answerOf({u"own"_s}));
        m_diagnostics->takePushed(u"a"_s, {problem(u"compiler"_s)});
        m_diagnostics->takePushed(u"a"_s, {});
        m_diagnostics->askAgain();
        QCOMPARE(m_asked, (QStringList{u"a"_s, u"a"_s}));
        QCOMPARE(m_told, (QStringList{u"b: compiler"_s, u"a: own"_s, u"a: own,compiler"_s, u"a: own"_s}));
    }

    void a_file_that_is_closed_keeps_what_was_said_unasked()
    {
        m_diagnostics->open(u"a"_s);
        m_answer[u"a"_s](answerOf({u"own"_s}));
        m_diagnostics->takePushed(u"a"_s, {problem(u"compiler"_s)});
        m_diagnostics->close(u"a"_s);
        m_diagnostics->close(u"a"_s);
        m_diagnostics->askAgain();
        QCOMPARE(m_asked, QStringList{u"a"_s});
        QCOMPARE(m_told, (QStringList{u"a: own"_s, u"a: own,compiler"_s, u"a: compiler"_s}));
    }
};

QTEST_GUILESS_MAIN(TestPulledDiagnostics)
#include "tst_pulled_diagnostics.moc"
