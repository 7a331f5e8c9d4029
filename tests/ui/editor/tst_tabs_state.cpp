// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of tabs at the next start.
#include "tests/ui/editor/split_test.h"

using namespace studio;

class TestTabsState : public test::SplitTest
{
    Q_OBJECT

    /// The pane's state goes through a file, as in the program.
    void restart()
    {
        const Json state = m_pane->saveState();
        m_window.reset();
        m_pane.reset();
        start();
        m_pane->restoreState(JsonReader(state));
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void both_groups_are_there_at_the_next_start()
    {
        m_window->resize(1'000, 600);
        open(QStringLiteral("a.rs"), "a\na\na\n");
        open(QStringLiteral("b.rs"), "b\nb\nb\n");
        split(Qt::Vertical);
        open(QStringLiteral("c.rs"), "c\n");
        QVERIFY(tabs()->open(pathOf(QStringLiteral("b.rs"))));
        shownIn(0)->setCursorPosition(1, 1);
        shownIn(1)->setCursorPosition(2, 1);
        groups()->setSizes({300, 100});
        const QList<int> sizes = groups()->sizes();
        restart();
        m_window->resize(1'000, 600);
        QVERIFY(groups()->isSplit());
        QCOMPARE(groups()->orientation(), Qt::Vertical);
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        QCOMPARE(namesOf(1), (QStringList{QStringLiteral("b.rs"), QStringLiteral("c.rs")}));
        QCOMPARE(caretOf(shownIn(0)), std::pair(1, 1));
        QCOMPARE(caretOf(shownIn(1)), std::pair(2, 1));
        QCOMPARE(groups()->active(), 1);
        QVERIFY(shownIn(1)->hasFocus());
        const auto share = [](const QList<int> &all) { return 100 * all[0] / (all[0] + all[1]); };
        QTRY_VERIFY(qAbs(share(groups()->sizes()) - share(sizes)) <= 3);
        press(Qt::Key_1, Qt::ControlModifier);
        restart();
        QCOMPARE(groups()->active(), 0);
    }

    void a_state_without_groups_is_restored()
    {
        open(QStringLiteral("a.rs"), "a\na\n");
        open(QStringLiteral("b.rs"), "b\nb\n");
        const Json state{
            {"files", Json::array({Json{{"path", pathOf(QStringLiteral("a.rs"))}, {"line", 1}, {"column", 1}},
                                   Json{{"path", pathOf(QStringLiteral("b.rs"))}, {"line", 0}, {"column", 0}}})},
            {"current", pathOf(QStringLiteral("a.rs"))}};
        m_window.reset();
        m_pane.reset();
        start();
        m_pane->restoreState(JsonReader(state));
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0).size(), 2);
        QCOMPARE(tabs()->currentPath(), pathOf(QStringLiteral("a.rs")));
        QCOMPARE(caretOf(editor()), std::pair(1, 1));
    }

    void files_that_are_gone_leave_no_empty_group_data()
    {
        QTest::addColumn<QString>("gone");
        QTest::newRow("of the first group") << QStringLiteral("a.rs");
        QTest::newRow("of the second group") << QStringLiteral("b.rs");
    }
    void files_that_are_gone_leave_no_empty_group()
    {
        QFETCH(QString, gone);
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        action("editor.moveToOtherGroup")->trigger();
        QVERIFY(groups()->isSplit());
        QVERIFY(QFile::remove(pathOf(gone)));
        restart();
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0).size(), 1);
    }

    void a_state_of_nonsense_opens_what_it_can()
    {
        open(QStringLiteral("a.rs"), "a\n");
        const QString path = pathOf(QStringLiteral("a.rs"));
        const QList<Json> splits{Json(7),
                                 Json::array(),
                                 Json{{"files", 3}},
                                 Json{{"side", 5}, {"files", Json::array({Json{{"path", path}}})}},
                                 Json{{"sizes", Json::array({-5, "x"})},
                                      {"files", Json::array({Json{{"path", path}, {"line", -9}}, Json(1)})}},
                                 Json{{"files", Json::array({Json{{"path", path}}, Json{{"path", path}}})},
                                      {"active", "yes"},
                                      {"current", 4}}};
        for (const Json &one : splits) {
            m_window.reset();
            m_pane.reset();
            start();
            m_pane->restoreState(
                JsonReader(Json{{"files", Json::array({Json{{"path", path}}})}, {"current", path}, {"split", one}}));
            QCOMPARE(tabs()->openPaths(), QStringList{path});
            QVERIFY(groups()->editors().size() <= 2);
            QTest::keyClicks(editor(), QStringLiteral("x"));
        }
    }
};

QTEST_MAIN(TestTabsState)
#include "tst_tabs_state.moc"
