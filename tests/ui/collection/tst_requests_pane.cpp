// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/visible_text.h"
#include "ui/collection/requests_pane.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace studio;
using namespace studio::collection;
using studio::test::hasVisibleText;
using namespace Qt::StringLiterals;

class TestRequestsPane : public QObject
{
    Q_OBJECT

    std::unique_ptr<RequestsPane> m_pane;
    QAction m_save;

    [[nodiscard]] QTreeView *tree() const { return m_pane->findChild<QTreeView *>(u"requestTree"_s); }
    [[nodiscard]] QLineEdit *filter() const { return m_pane->findChild<QLineEdit *>(); }
    [[nodiscard]] QPushButton *run() const { return m_pane->findChild<QPushButton *>(u"runRequests"_s); }
    static std::shared_ptr<const Collection> collection(int requests)
    {
        Collection made;
        Folder folder;
        folder.path = u"orders"_s;
        folder.name = u"Orders"_s;
        for (int number = 0; number < requests; ++number) {
            SavedRequest request;
            request.path = u"orders/%1.yml"_s.arg(number);
            request.name = u"Request %1"_s.arg(number);
            request.url = u"/"_s;
            folder.requests << request;
        }
        made.root.folders << folder;
        made.environments = {{.path = {}, .name = u"local"_s, .variables = {}, .others = {}}};
        return std::make_shared<const Collection>(std::move(made));
    }

private Q_SLOTS:
    void init()
    {
        m_pane = std::make_unique<RequestsPane>();
        m_save.setText(u"Save the request…"_s);
        m_pane->setActions({&m_save});
        m_pane->setProjectOpen(true);
        m_pane->setCollection(std::make_shared<const Collection>(), {}, {});
        m_pane->resize(900, 300);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void an_empty_one_says_what_to_do()
    {
        QVERIFY(hasVisibleText(*m_pane, u"No saved requests yet"_s));
        QVERIFY(!run()->isEnabled());
        QSignalSpy saved(&m_save, &QAction::triggered);
        for (QPushButton *const button : m_pane->findChildren<QPushButton *>()) {
            if (button->text() == m_save.text()) {
                button->click();
            }
        }
        QCOMPARE(saved.size(), 1);
    }

    void enter_and_a_click_open_the_request()
    {
        m_pane->setCollection(collection(3), {}, {});
        QSignalSpy opened(m_pane.get(), &RequestsPane::openRequested);
        filter()->setFocus();
        QTest::keyClick(filter(), Qt::Key_Down);
        QTest::keyClick(tree(), Qt::Key_Down);
        QTest::keyClick(tree(), Qt::Key_Down);
        QVERIFY(opened.isEmpty()); // moving alone opens nothing
        QTest::keyClick(tree(), Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toString(), u"orders/1.yml"_s);
        const QRect second = tree()->visualRect(tree()->currentIndex());
        QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {}, second.center() + QPoint(0, second.height()));
        QCOMPARE(opened.value(1).value(0).toString(), u"orders/2.yml"_s);
    }

    void a_filter_that_nothing_fits_says_so_and_escape_takes_it_back()
    {
        m_pane->setCollection(collection(3), {}, {});
        filter()->setFocus();
        QTest::keyClicks(filter(), u"xyz"_s);
        QVERIFY(hasVisibleText(*m_pane, u"No matching requests"_s));
        QTest::keyClick(filter(), Qt::Key_Escape);
        QVERIFY(tree()->isVisible());
        QTest::keyClicks(filter(), u"request 2"_s);
        QCOMPARE(tree()->model()->rowCount(tree()->model()->index(0, 0)), 1);
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
    }

    void what_was_closed_stays_closed()
    {
        m_pane->setCollection(collection(3), {}, {});
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
        QSignalSpy changed(m_pane.get(), &RequestsPane::foldersChanged);
        tree()->collapse(tree()->model()->index(0, 0));
        QCOMPARE(changed.size(), 1);
        m_pane->setCollection(collection(4), {}, {});
        QVERIFY(!tree()->isExpanded(tree()->model()->index(0, 0)));
        QTest::keyClicks(filter(), u"request"_s);
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
        filter()->clear();
        QVERIFY(!tree()->isExpanded(tree()->model()->index(0, 0)));
        QCOMPARE(m_pane->toggledFolders(), QStringList({u"orders"_s}));
    }

    void a_file_that_cannot_be_read_is_named_and_opened()
    {
        m_pane->setCollection(collection(1),
                              {{.path = u"orders/bad.yml"_s, .line = 3, .message = u"a merge conflict"_s}}, {});
        auto *const button = m_pane->findChild<QToolButton *>(u"skipped"_s);
        QCOMPARE(button->text(), u"orders/bad.yml, line 3: a merge conflict."_s);
        QSignalSpy opened(m_pane.get(), &RequestsPane::fileRequested);
        button->click();
        QCOMPARE(opened.value(0), QVariantList({u"orders/bad.yml"_s, 3}));
        m_pane->setCollection(collection(1), {}, {});
        QVERIFY(!button->isVisible());
    }

    void folders_of_a_large_collection_are_closed()
    {
        m_pane->setCollection(collection(600), {}, {});
        const auto isOpen = [this] { return tree()->isExpanded(tree()->model()->index(0, 0)); };
        QVERIFY(!isOpen());
        QTest::keyClicks(filter(), u"request 59"_s);
        QVERIFY(isOpen()); // few are left
        filter()->clear();
        QVERIFY(!isOpen());
        tree()->expand(tree()->model()->index(0, 0));
        QCOMPARE(m_pane->toggledFolders(), QStringList({u"orders"_s}));
        m_pane->setCollection(collection(601), {}, {});
        QVERIFY(isOpen());
    }

    void a_collection_that_cannot_be_read_says_why()
    {
        m_pane->setCollection(collection(1), {},
                              Error{ErrorCode::InvalidArgument, u"opencollection.yml is broken."_s, {}});
        QVERIFY(hasVisibleText(*m_pane, u"opencollection.yml is broken."_s));
        QVERIFY(tree()->isVisible()); // as it was read before
    }

    void a_run_is_seen_and_stopped()
    {
        m_pane->setCollection(collection(3), {}, {});
        QSignalSpy ran(m_pane.get(), &RequestsPane::runRequested);
        QSignalSpy stopped(m_pane.get(), &RequestsPane::stopRequested);
        run()->click();
        QCOMPARE(ran.value(0).value(0).toString(), QString());
        m_pane->beginRun(3);
        QCOMPARE(run()->text(), u"Stop"_s);
        m_pane->addOutcome({.path = u"orders/0.yml"_s,
                            .name = {},
                            .verdict = RequestOutcome::Failed,
                            .checks = {{.text = u"res.status eq 200"_s, .holds = false, .message = u"it is 404"_s}},
                            .error = {},
                            .status = 404,
                            .executionId = {}});
        const QModelIndex first = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
        QVERIFY(tree()->isExpanded(first)); // what does not hold is to be seen
        QSignalSpy trashed(m_pane.get(), &RequestsPane::trashRequested);
        tree()->setCurrentIndex(tree()->model()->index(0, 0, first));
        QTest::keyClick(tree(), Qt::Key_Delete); // of a check: not its request
        QVERIFY(trashed.isEmpty());
        run()->click();
        QCOMPARE(stopped.size(), 1);
        m_pane->endRun(fail(ErrorCode::Cancelled, u"Cancelled."_s));
        QVERIFY(hasVisibleText(*m_pane, u"Stopped: 1 of 3 sent, 1 failed"_s));
        QCOMPARE(run()->text(), u"Run all"_s);
    }

    void an_environment_is_chosen_or_they_are_edited()
    {
        m_pane->setCollection(collection(1), {}, {});
        auto *const box = m_pane->findChild<QComboBox *>(u"environment"_s);
        QSignalSpy chosen(m_pane.get(), &RequestsPane::environmentChosen);
        QSignalSpy edited(m_pane.get(), &RequestsPane::environmentsRequested);
        QCOMPARE(box->currentText(), u"No environment"_s);
        box->setCurrentIndex(1);
        Q_EMIT box->activated(1);
        QCOMPARE(chosen.value(0).value(0).toString(), u"local"_s);
        Q_EMIT box->activated(box->count() - 1);
        QCOMPARE(edited.size(), 1);
        m_pane->setEnvironment(u"gone"_s); // it stays chosen, so that a run says what is wrong
        QCOMPARE(box->currentText(), u"gone"_s);
    }
};

QTEST_MAIN(TestRequestsPane)
#include "tst_requests_pane.moc"
