// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/watch_rules.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;
using Action = WatchRules::Action;
using Size = WatchRules::Size;

namespace {

/// As a person would write it: what happens, one letter each, and what is done about it.
/// o/O on (up to date / not), f off, c/C a change of few / many, q/Q the wait ends (settled / not), t trusted,
/// d not trusted, p a Publish begins, P it has ended, r a Run begins.
Action perform(WatchRules &rules, char event)
{
    switch (event) {
    case 'o':
        return rules.switchOn(true);
    case 'O':
        return rules.switchOn(false);
    case 'f':
        return rules.switchOff();
    case 'c':
        return rules.takeChange(Size::Few);
    case 'C':
        return rules.takeChange(Size::Many);
    case 'q':
        return rules.endWait(true);
    case 'Q':
        return rules.endWait(false);
    case 't':
        return rules.setTrust(true);
    case 'd':
        return rules.setTrust(false);
    case 'p':
        return rules.setFree(false);
    case 'P':
        return rules.setFree(true);
    default:
        return rules.beginRun();
    }
}

/// '.' nothing, 'w' wait, 'W' wait longer, 's' stop waiting, 'R' run: which begins at once, as in ProjectWatch.
QByteArray answersTo(const QByteArray &events)
{
    WatchRules rules;
    QByteArray answers;
    for (const char event : events) {
        const Action action = perform(rules, event);
        answers += ".wWsR"[static_cast<int>(action)];
        if (action == Action::Run) {
            rules.beginRun();
        }
    }
    return answers;
}

} // namespace

class TestWatchRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_happens_has_its_answer_data()
    {
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<QByteArray>("answers");
        const auto row = [](const char *name, const char *events, const char *answers) {
            QTest::newRow(name) << QByteArray(events) << QByteArray(answers);
        };
        row("switched off, nothing is done", "tcqcq", ".....");
        row("a save is run after a moment", "tocq", "..wR");
        row("saves in one moment are one run", "tocccq", "..wwwR");
        row("a checkout waits longer", "toCq", "..WR");
        row("what is being written is waited for", "toCQQQq", "..WWWWR");
        row("not up to date, it is run at once", "tO", ".R");
        row("each further change is one further run", "tocqcqcq", "..wRwRwR");
        row("a change while it is compiled starts over once", "tocqcqq", "..wRwR.");
        row("without trust nothing is run", "ocq", ".w.");
        row("trust that comes later runs what has changed", "ocqt", ".w.R");
        row("trust that comes later runs what is not up to date", "Ot", ".R");
        row("trust without a change runs nothing", "ot", "..");
        row("a refusal runs nothing", "docq", "..w.");
        row("a Publish is waited for", "tocpqP", "..w..R");
        row("a Publish without a change", "topP", "....");
        row("a Run by hand compiles what has changed", "tocrq", "..ws.");
        row("a change after a Run by hand is run", "torcq", "..swR");
        row("off ends the wait", "tocfq", "..ws.");
        row("off and on again forgets the change", "tocfoq", "..ws..");
    }
    void what_happens_has_its_answer()
    {
        QFETCH(QByteArray, events);
        QTEST(answersTo(events), "answers");
    }

    void a_lock_that_is_left_does_not_stop_it_for_ever()
    {
        WatchRules rules;
        rules.setTrust(true);
        rules.switchOn(true);
        rules.takeChange(Size::Many);
        int waits = 0;
        while (rules.endWait(false) == Action::WaitLonger) {
            QVERIFY(++waits < 1000);
        }
        QVERIFY(waits > 10);
    }

    /// Whatever happens: nothing is run switched off, without trust or during a Publish; and after any events, once it
    /// is on, trusted and free and the wait is over, no change is left that was not run.
    void whatever_happens_no_change_is_lost_and_nothing_runs_unasked()
    {
        for (quint32 seed = 1; seed <= 3000; ++seed) {
            QRandomGenerator random(seed);
            WatchRules rules;
            bool isOn = false;
            bool isTrusted = false;
            bool isFree = true;
            bool isChanged = false; // and not run since
            QByteArray events;
            const auto take = [&](char event) {
                events += event;
                const bool isSwitch = event == 'o' || event == 'O' || event == 'f';
                isOn = event == 'o' || event == 'O' || (isOn && event != 'f');
                isChanged = isSwitch ? event == 'O' : isChanged || (isOn && (event == 'c' || event == 'C'));
                isTrusted = event == 't' || (isTrusted && event != 'd');
                isFree = event == 'P' || (isFree && event != 'p');
                const Action action = perform(rules, event);
                if (action == Action::Run) {
                    const QByteArray said = "seed " + QByteArray::number(seed) + ": " + events;
                    QVERIFY2(isOn && isTrusted && isFree && isChanged, said);
                    rules.beginRun();
                }
                isChanged = isChanged && action != Action::Run && event != 'r';
            };
            for (int i = 0; i < 40; ++i) {
                const QByteArray all("oOfcCqQtdpPr");
                take(all[random.bounded(all.size())]);
            }
            if (!isOn) {
                continue;
            }
            take('t');
            take('P');
            take('q');
            QVERIFY2(!isChanged, "seed " + QByteArray::number(seed) + ": " + events);
            QVERIFY(!rules.isPending());
        }
    }
};

QTEST_GUILESS_MAIN(TestWatchRules)
#include "tst_watch_rules.moc"
